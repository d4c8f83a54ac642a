// The exports of the engine that the host calls. What they answer is data; what they throw, `call` of ../error.js makes an error.
import type { EngineErrorCode } from '../codes.js';
import { ready } from '../engine-module.js';
import { CaseConnectorsError } from '../error.js';

interface Engine {
  /** What happened and what to do about it, by its code. */
  errorOf(code: EngineErrorCode): { message: string; remedy: string };
}

/** Throws NOT_INITIALIZED before `init()`. */
export const engine = (): Engine => ready() as Engine;

/** The error of a code, in the engine's words where no other are given. */
export function hostError(
  code: EngineErrorCode,
  more: { message?: string; field?: string; cause?: unknown } = {},
): CaseConnectorsError {
  const { message, remedy } = engine().errorOf(code);
  const error = new CaseConnectorsError(code, more.message ?? message, remedy, more.cause);
  error.field = more.field ?? null;
  return error;
}
