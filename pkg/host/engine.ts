// What the host asks the engine: the exports of the WebAssembly that `pkg/host` calls, with their types.
import type { EngineErrorCode } from '../codes.js';
// @ts-expect-error: loading is the same for all entry points, and has no declarations.
import { ready } from '../engine-module.js';
import { asError, type CaseConnectorsError, call } from '../error.js';
import type { ErrorDetails } from '../push-types.js';

/** The exports. Each throws a plain error, which `engine` makes a `CaseConnectorsError`. */
export interface Engine {
  hostNew(options: object): number;
  hostFree(host: number): void;
  hostConcurrency(asked: number | undefined): number;
  /** Whether `owner` may have a lease: what to write, and what to pass as `seen` at the next look. */
  leaseClaim(owner: string, seen: unknown, stored: unknown): { lease: object | null; seen: unknown };
  /** The renewed lease; `null` where somebody else has it. */
  leaseRenew(owner: string, stored: unknown): object | null;
  /** What a holder leaves; `null` where somebody else has it. */
  leaseFree(owner: string, stored: unknown): object | null;
  /** Whether somebody holds it; `null` where more looks must tell. `left` is to be written where the holder is gone. */
  leaseLook(seen: unknown, stored: unknown): { isHeld: boolean | null; seen: unknown; left: object | null };
  leaseTimes(): { renewMs: number; lookMs: number };
  errorOf(code: string, message?: string, field?: string): ErrorDetails;
}

/** Calls an export of the engine. */
export function engine<Name extends keyof Engine>(
  name: Name,
  ...given: Parameters<Engine[Name]>
): ReturnType<Engine[Name]> {
  return call(() => (ready() as Record<Name, (...given: unknown[]) => ReturnType<Engine[Name]>>)[name](...given));
}

/** An error by its code, with the code's own words unless others are given. */
export function hostError(code: EngineErrorCode, message?: string, field?: string): CaseConnectorsError {
  return asError(engine('errorOf', code, message, field)) as CaseConnectorsError;
}
