// What the host asks the engine: the exports of the WebAssembly that `pkg/host` calls, with their types.
import type { EngineErrorCode } from '../codes.js';
// @ts-expect-error: loading is the same for all entry points, and has no declarations.
import { ready } from '../engine-module.js';
import { asError, type CaseConnectorsError, call } from '../error.js';
import type { ErrorDetails, PushPlan, PushStatus } from '../push-types.js';
import type { Exchange, InterruptedPush, PushProgress } from '../types.js';
import type { Effect } from './drive.js';
import type { Pending } from './pending.js';
import type { StoreChange } from './store.js';

/** What a push is known by. */
export interface Names {
  caseId: string;
  connectorId: string;
  title: string;
}

/** A record that cannot be read, and why. */
export interface Broken {
  key: string;
  reason: string;
}

/** What a worker of a bulk does next. */
export type QueueTask = { kind: 'push'; place: number } | { kind: 'skip'; place: number; error: unknown } | { kind: 'later' };

/** What is told of an answer: to a log, to the other tabs, and to the store. */
export interface Told {
  exchange: Exchange | null;
  pause: { baseUrl: string; pause: unknown } | null;
  changes: StoreChange[];
}

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
  pausesLoad(host: number, stored: unknown): void;
  pauseLearn(host: number, baseUrl: string, pause: unknown): void;

  /** Where records lie, and the names of locks. */
  journalKey(caseId: string, connectorId: string): string;
  caseKey(caseId: string): string;
  kibanaKey(host: number, caseId: string, connectorId: string): string;
  caseLock(caseId: string): string;
  placeLocks(baseUrl: string, concurrency: number): string[];

  /** Pending pushes, without the bytes of their cases. */
  pendingRead(stored: unknown): { pending: Pending[]; broken: Broken[] };
  pendingQueued(names: Names, pushedBy: unknown, now: string): StoreChange;
  pendingChoose(pending: Pending[], caseId: string, connectorId: string | undefined): Pending;
  pendingShown(pending: Pending[], held: string[], connectors: unknown): InterruptedPush[];

  /** The queue of a bulk. */
  queueNew(connectorIds: string[], concurrency: number): { queue: number; workers: number };
  queueTake(queue: number): QueueTask | null;
  queueEnded(queue: number, connectorId: string, code: string | undefined, message: string | undefined): void;
  queueFree(queue: number): void;

  /** Runs: pushes and tests, by one protocol. */
  ifBusy(options: object): 'wait' | 'giveUp';
  waitingProgress(caseId: string, connectorId: string): PushProgress;
  runPush(host: number, given: object, options: object): number;
  runKibana(host: number, intent: unknown, options: object): number;
  runTest(host: number, draft: object, options: object): number;
  runPlan(host: number, given: object, options: object): PushPlan;
  runStatus(given: object, now: string): PushStatus;
  kibanaPlan(host: number, caseId: string, connectorId: string): PushPlan;
  kibanaStatus(bytes: Uint8Array, pages: unknown[], connectorId: string, intent: unknown): PushStatus;
  runNext(host: number, run: number, now: number, jitter: number): Effect;
  runWritten(run: number): void;
  runNotWritten(run: number, code: string, message: string | undefined): void;
  runSend(host: number, run: number, send: unknown, signal: AbortSignal): Promise<void>;
  runAnswered(host: number, run: number, begun: number, ended: number): Told;
  runTick(run: number, now: number): void;
  runAbort(run: number): void;
  runBaseUrl(run: number): string | undefined;
  runResult(run: number): unknown;
  runFree(run: number): void;

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
