import type { ConnectorDraft, Problem, StoredConnector } from 'case-connectors';

/** The form of a stored connector. Its secret is not there: an empty one keeps it. */
export function draftOf(stored: StoredConnector): ConnectorDraft {
  return { ...stored, secrets: {} };
}

/** A warning stops nothing. */
export const isError = ({ severity }: Problem) => severity === 'error';
