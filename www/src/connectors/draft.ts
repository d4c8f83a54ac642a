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

/** A form is kept without its secrets, and without an address that may hold one. */
export const AS_CONNECTOR: Keeping<ConnectorDraft> = {
  read: (kept, clean) => {
    const { name, config, mappings } = (kept ?? {}) as Partial<ConnectorDraft>;
    const isWhole = typeof name === 'string' && typeof config === 'object' && config !== null;
    const typed = Array.isArray(mappings) ? { name, config, mappings } : { name, config };
    return isWhole ? ({ ...clean, ...typed } as ConnectorDraft) : null;
  },
  write: ({ name, config, mappings }) => {
    const { apiUrl, ...others } = config as { [key: string]: unknown };
    return { name, config: MAY_HOLD_PASSWORD.test(String(apiUrl ?? '').trim()) ? others : config, mappings };
  },
};
