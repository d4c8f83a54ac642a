import type { ErrorDetails } from 'case-connectors';

/** What is shown of an error. Those of the package are such, and this page has codes of its own. The remedy speaks of the cause. */
export interface ShownError extends Omit<ErrorDetails, 'code' | 'cause'> {
  code: string;
}

/** What went wrong in the one shape that is shown: the engine's errors have it already. */
export function toDetails(error: unknown): ShownError {
  const given = typeof error === 'object' && error !== null ? (error as Partial<ShownError>) : {};
  const { code, message, remedy } = given;
  return {
    code: typeof code === 'string' ? code : 'UNEXPECTED',
    message: typeof message === 'string' && message ? message : `Something unexpected happened: ${String(error)}`,
    remedy:
      typeof remedy === 'string' ? remedy : 'Reload the page and try again. What was confirmed is not sent twice.',
    field: given.field ?? null,
    status: given.status ?? null,
    remote: given.remote ?? null,
  };
}
