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

/** Calls the engine, and throws real errors in place of its plain ones. Where it answers a promise, a trap rejects that too. */
export function call(run) {
  let answer;
  try {
    answer = run();
  } catch (thrown) {
    throw asError(thrown);
  }
  return typeof answer?.then === 'function' ? untilBroken(answer) : answer;
}

/** The same for an engine call that answers a promise. */
export const callAsync = async (run) => call(run);

/** A promise of the engine, which a trap would leave pending for ever. */
function untilBroken(promise) {
  return new Promise((resolve, reject) => {
    shared.waiting.add(reject);
    promise.then(resolve, (thrown) => reject(asError(thrown))).finally(() => shared.waiting.delete(reject));
  });
}
