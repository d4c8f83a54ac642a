import type { CaseFile } from '../../cases/case_file';
import type { Files } from '../../cases/case_database';
import { NO_CASE, NO_CONNECTOR, failed, type Queued } from './queued';

/** An item that can be pushed now. */
interface Ready {
  item: Queued;
  connectorId: string;
  file: CaseFile;
}

/**
 * What one round of the queue pushes, and what it cannot, with why. Two kept cases may be the same case: the second one
 * is left for the next round.
 */
export function roundOf(pending: readonly Queued[], files: Files): { ready: Ready[]; lost: Queued[] } {
  const ready = new Map<string, Ready>();
  const lost: Queued[] = [];
  for (const item of pending) {
    const { key, caseId, connectorId } = item;
    const file = files[key];
    if (!file || !connectorId) lost.push({ ...item, result: failed(file ? NO_CONNECTOR : NO_CASE) });
    else if (!ready.has(caseId)) ready.set(caseId, { item, connectorId, file });
  }
  return { ready: [...ready.values()], lost };
}
