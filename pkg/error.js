/** The one error of this package: switch on `code`, show `message` and `remedy`. */
export class CaseConnectorsError extends Error {
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

/** What the engine throws is a plain object; anything else is a fault of ours and passes through. */
function asError(thrown) {
  if (thrown === null || typeof thrown !== 'object' || typeof thrown.code !== 'string' || thrown instanceof Error) {
    return thrown;
  }
  const { code, message, remedy, field, status, remote } = thrown;
  return Object.assign(new CaseConnectorsError(code, message, remedy), { field, status, remote });
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
