import type { ErrorCode } from './codes.js';

/** The one error of this package: switch on `code`, show `message` and `remedy`. */
export class CaseConnectorsError extends Error {
  constructor(code: ErrorCode, message: string, remedy: string, cause?: unknown);
  name: 'CaseConnectorsError';
  /** Stable. `NOT_INITIALIZED` means that `init` was not called. */
  code: ErrorCode;
  /** What the person at the screen, or the operator, can do about it. */
  remedy: string;
  /** The path of the value at fault, where there is one. */
  field: string | null;
  /** The HTTP status, where the remote system answered. */
  status: number | null;
  /** The remote system's own words; the browser's, where no answer came. */
  remote: string | null;
  /**
   * What lies below. Where a connection failed and the platform says why, `{ code }`, such as `ECONNREFUSED`, `ENOTFOUND` or
   * `CERT_HAS_EXPIRED`. Browsers do not tell.
   */
  cause?: unknown;
}

/** What the engine throws is a plain object with a remedy; anything else is a fault of ours and passes through. */
export function asError(thrown: unknown): unknown;

/** Calls the engine, and throws real errors in place of its plain ones. */
export function call<Answer>(run: () => Answer): Answer;
