import { merge } from '../core/connector_changes';
import type { Keeping } from '../core/drafts';
import type { ConnectorDraft, Problem, StoredConnector } from 'case-connectors';

/** The form of a stored connector. Its secret is not there: an empty one keeps it. */
export function draftOf(stored: StoredConnector): ConnectorDraft {
  return { ...stored, secrets: {} };
}

/** A warning stops nothing. */
export const isError = ({ severity }: Problem) => severity === 'error';

/** What the draft of a connector's form is kept under: of a new one of this type, or of a stored one. */
export const connectorDraftKey = (typeId: string, stored: StoredConnector | null) =>
  `connector/${encodeURIComponent(stored?.id ?? `new ${typeId}`)}`;

/** `@`, or a colon that no port follows: what is refused when it is saved, or becomes so while it is typed. */
const MAY_HOLD_PASSWORD = /@|^(?:[a-z]+:\/\/)?[^/]*:(?!\d*(?:\/|$))/i;

/** What was typed into the form of a connector, and what stood in it before: what is stored by now may be another tab's. */
export interface ConnectorTyping {
  seen: ConnectorDraft;
  draft: ConnectorDraft;
}

/** A form is kept without its secrets, and without an address that may hold one. */
export const AS_CONNECTOR: Keeping<ConnectorTyping> = {
  read: (kept, clean) => {
    const typing = (kept ?? {}) as { [Key in keyof ConnectorTyping]?: unknown };
    const [seen, draft] = [typing.seen, typing.draft].map((it) => typedOver(clean.seen, it));
    if (!seen || !draft) return null;
    const { merged, isConflict } = merge(seen, clean.seen, draft);
    // Where both have changed the same, the person is asked when it is saved.
    return isConflict ? { seen, draft } : { seen: clean.seen, draft: merged as ConnectorDraft };
  },
  write: ({ seen, draft }) => {
    const [before, now] = [seen, draft].map(typedOf);
    return JSON.stringify(before) === JSON.stringify(now) ? null : { seen: before, draft: now };
  },
};

function typedOver(clean: ConnectorDraft, kept: unknown): ConnectorDraft | null {
  const { name, config, mappings } = (kept ?? {}) as Partial<ConnectorDraft>;
  if (typeof name !== 'string' || typeof config !== 'object' || config === null) return null;
  return { ...clean, name, config, ...(Array.isArray(mappings) && { mappings }) } as ConnectorDraft;
}

function typedOf({ name, config, mappings }: ConnectorDraft) {
  const { apiUrl, ...others } = config as { [key: string]: unknown };
  return { name, config: MAY_HOLD_PASSWORD.test(String(apiUrl ?? '').trim()) ? others : config, mappings };
}
