import { YOU } from '../../shared/user';
import type { Fields } from '../case_edit';
import { NO_CONNECTOR, type CaseConnector } from '../case_view';
import { toFile, type CaseFile } from '../case_file';

/** A case as Kibana's API would answer it right after it was created. */
export function newCase(
  fields: Omit<Fields, 'status'> & { tags: string[] },
  connector: CaseConnector | null,
): CaseFile {
  const it = {
    id: crypto.randomUUID(),
    version: 'WzEsMV0=',
    owner: 'securitySolution',
    ...fields,
    title: fields.title.trim(),
    status: 'open',
    category: null,
    settings: { syncAlerts: true },
    assignees: [],
    customFields: [],
    observables: [],
    connector: connector ?? NO_CONNECTOR,
    external_service: null,
    created_at: new Date().toISOString(),
    created_by: YOU,
    updated_at: null,
    updated_by: null,
    closed_at: null,
    closed_by: null,
    duration: null,
    totalComment: 0,
    totalAlerts: 0,
    comments: [],
  };
  return toFile(JSON.stringify(it));
}
