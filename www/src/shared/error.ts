import type { ErrorDetails } from 'case-connectors';

/** What went wrong in the one shape that is shown: the engine's errors have it already. */
export function toDetails(error: unknown): ErrorDetails {
  const given = typeof error === 'object' && error !== null ? (error as Partial<ErrorDetails>) : {};
  const { code, message, remedy } = given;
  return {
    code: typeof code === 'string' ? code : 'UNEXPECTED',
    message: typeof message === 'string' && message ? message : `Something unexpected happened: ${String(error)}`,
    remedy: typeof remedy === 'string' ? remedy : 'Reload the page and try again. What was confirmed is not sent twice.',
    field: given.field ?? null,
    status: given.status ?? null,
    remote: given.remote ?? null,
  };
}
