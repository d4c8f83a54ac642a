import { YOU } from '../../shared/user';
import type { Fields } from '../case_edit';
import type { CaseSettings } from '../configuration/read';
import { NO_CONNECTOR, type CaseConnector } from '../case_view';
import { toFile, type CaseFile, type Json } from '../case_file';

/** A case as Kibana's API would answer it right after it was created. */
export function newCase(
  fields: Omit<Fields, 'status'> & { tags: string[] },
  connector: CaseConnector | null,
  configured: {
    owner?: string;
    category?: string | null;
    assignees?: string[];
    settings?: CaseSettings | null;
    customFields?: Json[];
  } = {},
): CaseFile {
  const it = {
    id: crypto.randomUUID(),
    version: 'WzEsMV0=',
    owner: configured.owner ?? 'securitySolution',
    ...fields,
    title: fields.title.trim(),
    status: 'open',
    category: configured.category ?? null,
    settings: configured.settings ?? { syncAlerts: true },
    assignees: (configured.assignees ?? []).map((uid) => ({ uid })),
    customFields: configured.customFields ?? [],
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
