import type { CaseConnectors, JournalRecord, PushOutcome, Warning } from 'case-connectors';
import { useEffect, useMemo, useState } from 'react';
import { useDeletedCaseIds } from '../../core/deleted';
import { forget, onChange, readFrom, writeTo } from '../push_database';
import { forgetExchanges } from './exchanges';
import type { ShownError } from '../../shared/error';

/** A push of the past: how it ended, and what the system confirmed. */
export interface PushRecord {
  id: string;
  caseId: string;
  title: string;
  connectorId: string;
  connectorName: string;
  startedAt: string;
  endedAt: string;
  /** `refused`: it could not begin. */
  state: 'complete' | 'failed' | 'unknown' | 'refused';
  incident: { title: string; url: string } | null;
  closesCase: boolean;
  error: ShownError | null;
  /** What a person should know although the push went on. None in a record that was kept before there were any. */
  warnings?: Warning[];
  receipts: Receipt[];
}

/** What the system confirmed of one write. */
export interface Receipt {
  seq: number;
  kind: string;
  commentId: string | null;
  externalCommentId: string | null;
  /** `answered`, `found`, `adopted` or `settled`. */
  evidence: string;
  /** The fields as they were sent. */
  fields: { [name: string]: unknown };
}

type Subject = Pick<PushRecord, 'caseId' | 'title' | 'connectorId' | 'connectorName' | 'startedAt'>;

/** Keeps how a push has ended, with the receipts that are new since the last one. */
export async function keepRecord(
  store: CaseConnectors,
  subject: Subject,
  result: { outcome: PushOutcome } | { error: ShownError },
): Promise<void> {
  const outcome = 'outcome' in result ? result.outcome : null;
  const { externalService: it = null, closeCase = false } = outcome ?? {};
  const record: PushRecord = {
    ...subject,
    id: crypto.randomUUID(),
    endedAt: new Date().toISOString(),
    state: outcome ? (outcome.state === 'running' ? 'failed' : outcome.state) : 'refused',
    incident: it && { title: it.external_title || it.external_id, url: it.external_url },
    closesCase: closeCase,
    error: 'error' in result ? result.error : result.outcome.error,
    warnings: outcome?.warnings ?? [],
    receipts: await newReceipts(store, subject),
  };
  await writeTo('history', (store) => store.put(record, record.id));
}

async function newReceipts(store: CaseConnectors, { caseId, connectorId }: Subject): Promise<Receipt[]> {
  const journal = await store.journal(caseId, connectorId).catch(() => []);
  const mark = `receipts ${caseId} ${connectorId}`;
  const last = journal.at(-1)?.seq ?? -1;
  const seen = (await readFrom<number | undefined>('marks', (store) => store.get(mark))) ?? -1;
  await writeTo('marks', (store) => store.put(last, mark));
  // A journal that was forgotten begins anew.
  const from = seen <= last ? seen : -1;
  // All connectors of a place write into one journal: what another one has sent stands in its own records.
  const own = journal.filter((it) => it.seq > from && it.connectorId === connectorId);
  return own.flatMap(receiptOf);
}

function receiptOf({ seq, step, event }: JournalRecord): Receipt[] {
  if (event.kind !== 'receipt') return [];
  const { evidence, externalCommentId, fields } = event;
  return [
    {
      seq,
      kind: step.kind,
      commentId: step.kind === 'comment' ? step.commentId : null,
      externalCommentId,
      evidence,
      fields,
    },
  ];
}

/** All pushes of all tabs, the latest first; `null` while they are read. */
export function useHistory(): PushRecord[] | null {
  const [records, setRecords] = useState<PushRecord[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const read = async () => {
      const all = await readFrom<PushRecord[]>('history', (store) => store.getAll());
      if (isCurrent) setRecords((all ?? []).sort((a, b) => b.endedAt.localeCompare(a.endedAt)));
    };
    void read();
    const leave = onChange('history', () => void read());
    return () => {
      isCurrent = false;
      leave();
    };
  }, []);
  const hidden = useDeletedCaseIds();
  return useMemo(() => records?.filter(({ caseId }) => !hidden.has(caseId)) ?? null, [records, hidden]);
}

/** Deletes the history and the requests, of some cases or of all: they hold case text. */
export async function forgetHistory(caseIds?: readonly string[]): Promise<void> {
  await forget('history', caseIds);
  await forgetExchanges(caseIds);
}
