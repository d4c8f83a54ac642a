import { shared } from './shared.js';

class OurError extends Error {
  constructor(code, message, remedy, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CaseConnectorsError';
    this.code = code;
    this.remedy = remedy;
    this.field = null;
    this.status = null;
    this.remote = null;
  }
}
Object.defineProperty(OurError, 'name', { value: 'CaseConnectorsError' });

shared.CaseConnectorsError ??= OurError;
/** The one error of this package: switch on `code`, show `message` and `remedy`. */
export const { CaseConnectorsError } = shared;

/** What the engine throws is a plain object with a remedy; anything else is a fault of ours and passes through. */
export function asError(thrown) {
  if (typeof thrown?.remedy !== 'string' || Object.prototype.toString.call(thrown) === '[object Error]') return thrown;
  const { code, message, remedy, field, status, remote, cause } = thrown;
  return Object.assign(new CaseConnectorsError(code, message, remedy, cause ?? undefined), { field, status, remote });
}

/** Calls the engine, and throws real errors in place of its plain ones. */
export function call(run) {
  try {
    return run();
  } catch (thrown) {
    throw asError(thrown);
  }
}

/** The same for an engine call that answers a promise. */
export async function callAsync(run) {
  try {
    return await run();
  } catch (thrown) {
    throw asError(thrown);
  }
}
