// What the host asks the engine: the exports of the WebAssembly that `pkg/host` calls, with their types.
import type { EngineErrorCode } from '../codes.js';
// @ts-expect-error: loading is the same for all entry points, and has no declarations.
import { ready } from '../engine-module.js';
import { asError, type CaseConnectorsError, call } from '../error.js';
import type { License } from '../form-types.js';
import type { AbortSignal } from '../platform.js';
import type { ErrorDetails, PushPlan, PushStatus } from '../push-types.js';
import type { ConnectorFields, Exchange, InterruptedPush, PushProgress, StoredConnector } from '../types.js';
import type { SaveResult } from './connectors.js';
import type { Effect } from './drive.js';
import type { ConnectorExport, ImportResult } from './exports.js';
import type { Pause } from './pauses.js';
import type { Pending } from './pending.js';
import type { QueuedPush } from './queue.js';
import type { CaseChoice, Settings } from './settings.js';
import type { StoreChange } from './store.js';
import type { Vault } from './vault.js';

/** A record with its key. */
export type Entry = [key: string, value: unknown];

/** A change that the engine answers. A record that holds bytes gets them from the host. */
export type Change =
  | { kind: 'put'; table: StoreChange['table']; key: string; value: { [member: string]: unknown } }
  | Exclude<StoreChange, { kind: 'put' }>;

type Put = Extract<Change, { kind: 'put' }>;

/** What is stored of connectors and their secrets, without the bytes. */
export interface StoredRecords {
  connectors: Entry[];
  secrets?: Entry[];
  key?: object;
}

/** Where the host has the key that it uses: in its record, or in memory. */
export type KeyPlace = 'stored' | 'unlocked';

/** Plaintext to be sealed and overwritten; `iv` and `data` are added to the change. */
export interface Seal {
  change: Put;
  additional: Uint8Array;
  text: Uint8Array;
  with: KeyPlace;
}

export type NewKey = { kind: 'none' } | { kind: 'device' } | { kind: 'passphrase'; iterations: number };

/** Secrets that are kept elsewhere from now on: in memory until now, or sealed. */
export type Reseal = { connectorId: string; boundTo: string; change: Put; additional: Uint8Array } & (
  | { text: Uint8Array; with: null }
  | { text: null; with: KeyPlace }
);

/** What a push is known by. */
export interface Names {
  caseId: string;
  connectorId: string;
  title: string;
  /** Its place in the queue, where it has one. */
  order?: number | null | undefined;
  /** When it was put in, and when it first began. */
  queuedAt?: string | null | undefined;
  startedAt?: string | null | undefined;
  /** Who it is: no other put ever has this. */
  put?: string | null | undefined;
}

/** What a worker of a bulk does next. */
export type QueueTask =
  | { kind: 'push'; place: number }
  | { kind: 'skip'; place: number; error: unknown }
  | { kind: 'later' };

/** A pause as tabs tell it each other. */
export interface ToldPause {
  baseUrl: string;
  pause: unknown;
}

/** What is told of an answer: to a log, to the other tabs, and to the store. */
export interface Told {
  exchange: Exchange | null;
  pause: ToldPause | null;
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
  /** Whether it is this holder's, or somebody else has it. */
  leaseIsOf(owner: string, stored: unknown): boolean;
  /** Whether somebody holds it; `null` where more looks must tell. `isLeft`: remove it, its holder is gone. */
  leaseLook(seen: unknown, stored: unknown): { isHeld: boolean | null; seen: unknown; isLeft: boolean };
  leaseTimes(): { renewMs: number; lookMs: number };
  pausesLoad(host: number, stored: unknown): void;
  pauseLearn(host: number, baseUrl: string, pause: unknown): void;
  /** Of the store, by who is about to try: nothing where the system answers again. */
  pauseFound(host: number, baseUrl: string, stored: unknown): void;
  tryLock(baseUrl: string): string;
  pausesShown(host: number, stored: Entry[], now: number): Pause[];
  pauseEnd(host: number, baseUrl: string, now: number): { pause: ToldPause; changes: Change[] };

  /** Where records lie, and the names of locks. */
  /** Without a put: under which all of a case and connector lie, and where their result does. */
  pendingKey(caseId: string, connectorId: string, put: string | undefined): string;
  journalPrefixes(caseId: string, connectorId: string, connector: StoredConnector | null): string[];
  kibanaKey(host: number, caseId: string, connectorId: string): string;
  caseLock(caseId: string): string;
  placeLocks(baseUrl: string, concurrency: number): string[];

  /** Pending pushes, without the bytes of their cases. */
  pendingRead(stored: unknown, now: string): { pending: Pending[]; changes: Change[] };
  pendingQueued(names: Names, pushedBy: unknown): StoreChange[];
  /** What somebody else has come to since it was listed in this state; `null` where it is still to be pushed. */
  pendingEnded(listed: Pending['state'], stored: object): ErrorDetails | null;
  /** What goes where a push begins, or is taken off, that had found these keys. */
  pendingReplaced(stored: unknown, found: string[]): string[];
  pendingWithoutCase(key: string, now: string): Change[];
  pendingChoose(pending: Pending[], caseId: string, connectorId: string | undefined): Pending;
  pendingShown(pending: Pending[], held: string[], connectors: unknown): InterruptedPush[];

  /** The queue of a bulk. */
  queueNew(connectorIds: string[], concurrency: number): { queue: number; workers: number };
  queueTake(queue: number): QueueTask | null;
  queueEnded(
    queue: number,
    place: number,
    isTaken: boolean,
    code: string | undefined,
    message: string | undefined,
  ): void;
  queueFree(queue: number): void;
  queueKey(): string;
  queueNextOrder(pending: Pending[], results: unknown): number;
  queueShown(pending: Pending[], results: unknown, held: string[], connectors: unknown): QueuedPush[];
  queueFailed(
    pending: object,
    code: string,
    message: string | undefined,
    queueStopped: boolean,
    now: string,
  ): [result: Put, pending: Put] | null;
  /** Whether any of these is still to be done in the queue. */
  queueHas(pending: Pending[]): boolean;
  queueDiscard(pending: Pending[], results: Entry[]): StoreChange[];
  /** Whether the queue is stopped, and how often it was; as it is stored, or changed. */
  queueMark(record: unknown, isPaused: boolean | undefined): { isPaused: boolean; stops: number };

  /** Runs: pushes and tests, by one protocol. */
  runOptions(options: object): 'wait' | 'giveUp';
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
  runAbort(run: number, queueStopped: boolean): void;
  runBaseUrl(run: number): string | undefined;
  runResult(run: number): unknown;
  runFree(run: number): void;

  /** Live fields, as they are read, searched and kept. */
  runFields(host: number, connector: StoredConnector, options: object): number;
  runSearch(host: number, connector: StoredConnector, field: object, words: string, options: object): number;
  fieldsPrefix(connectorId: string): string;
  /** What a connector's system has said of how it is deployed: where that lies, and what the record says. */
  deploymentKey(connectorId: string): string;
  deploymentRead(connector: StoredConnector, record: unknown): StoredConnector['deployment'];
  fieldsKey(connectorId: string, issueType: string | undefined): string;
  fieldsRead(
    connector: StoredConnector,
    record: unknown,
    now: number,
    incidentId: string | undefined,
  ): { fields: Omit<ConnectorFields, 'error'>; isOld: boolean; isWhole: boolean } | null;

  /** Pulls: where it lies what was seen; one that begins; the case's new bytes; what is kept of a decision. */
  pullKey(caseId: string, connector: StoredConnector): string;
  runPull(host: number, given: object, record: unknown, options: object): number;
  /** Whether a pull that began with the one record may replace what is stored now. */
  pullIsAsRead(before: unknown, stored: unknown): boolean;
  pullApplied(bytes: Uint8Array, pages: unknown[], pulled: unknown, choices: unknown): Uint8Array;
  pullDecided(host: number, given: object, record: unknown, decision: object, options: object): Change[];

  errorOf(code: string, message?: string, field?: string): ErrorDetails;
  /** The key of the record of one connector or case. */
  recordKey(id: string): string;
  licenseOf(license: unknown): License | null;

  connectorsList(
    host: number,
    stored: StoredRecords,
    now: number,
  ): { connectors: StoredConnector[]; changes: Change[] };
  connectorsSave(
    host: number,
    draft: unknown,
    stored: StoredRecords,
    license: License | null,
    now: number,
  ): SaveResult & { changes: Change[]; seal: Seal | null };
  connectorsDelete(
    host: number,
    id: string,
    records: { connectors: Entry[]; choices: Entry[]; settings: unknown },
    now: number,
  ): { changes: Change[]; pause: ToldPause | null };
  connectorsExisting(
    host: number,
    draft: unknown,
    stored: StoredRecords,
  ): { connector: StoredConnector | null; takesItsSecrets: boolean };
  connectorsExport(host: number, stored: StoredRecords, now: number): { data: ConnectorExport; changes: Change[] };
  connectorsImport(
    host: number,
    data: unknown,
    replace: readonly string[],
    stored: StoredRecords,
    license: License | null,
    now: number,
  ): ImportResult & { changes: Change[] };
  settingsRead(record: unknown): Settings;
  settingsSave(settings: unknown): Change[];
  choiceRead(record: unknown): CaseChoice | null;
  choiceSave(caseId: string, choice: unknown): Change[];

  /** What a case says of itself; `own` is the connector that it names. */
  caseNames(host: number, bytes: Uint8Array, pages: unknown[]): { caseId: string; title: string; own: string | null };
  caseConnector(
    host: number,
    own: string | undefined,
    asked: string | undefined,
    choice: unknown,
    settings: unknown,
    stored: StoredRecords,
  ): { connectorId: string; connector: StoredConnector | null; caseConnector: string | null };
  caseWithConnector(bytes: Uint8Array, connector: string): Uint8Array;

  /** What is to be sealed; `null` where the secrets are in memory now. */
  secretsSet(host: number, id: string, secrets: unknown, stored: StoredRecords, now: number): Seal | null;
  /** `null` where there is nothing to open. */
  secretsToOpen(
    host: number,
    connector: StoredConnector,
    sealed: object,
    key: object,
    now: number,
  ): { additional: Uint8Array; with: KeyPlace } | null;
  /** Takes opened secrets over for what is about to begin. */
  secretsOpened(host: number, connector: StoredConnector, text: Uint8Array): void;
  secretsForgetOpened(host: number): void;
  secretsKeep(host: number, connectorId: string, boundTo: string, text: Uint8Array): void;
  vaultState(host: number, key: object, sealed: number, now: number): Vault;
  /** Locks where it is time; `undefined` where no key is in use. */
  vaultLocksIn(host: number, now: number): number | undefined;
  vaultLock(host: number): void;
  vaultTurn(host: number): number;
  vaultUnlocking(host: number, key: object): number;
  vaultUnlocked(host: number, key: object, fits: boolean, turn: number, now: number): void;
  vaultChange(
    host: number,
    options: unknown,
    keyId: string,
    stored: StoredRecords,
    now: number,
  ): { newKey: NewKey; keyRecord: Put | null; changes: Change[]; secrets: Reseal[] };
  /** Whether the new key and what is kept in memory may be used. */
  vaultChanged(host: number, key: object, turn: number, now: number): boolean;
  vaultWipe(): Change[];
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

/** What an error says, as results hold it. What none of ours threw is a fault of ours, and says so. */
export function detailsOf(thrown: unknown): ErrorDetails {
  const { code, message, remedy, field, status, remote, cause } = thrown as ErrorDetails;
  if (typeof remedy !== 'string') throw thrown;
  const known = typeof cause?.code === 'string' ? { code: cause.code } : null;
  return { code, message, remedy, field: field ?? null, status: status ?? null, remote: remote ?? null, cause: known };
}
