// A push of one case, alone among all tabs; and a look at what it would do.
import type { PushOutcome, PushPlan, PushStatus } from '../push-types.js';
import type { AbortController, AbortSignal } from '../platform.js';
import type { LookOptions, PushProgress, RunOptions, StoredConnector } from '../types.js';
import { abortable } from './abort.js';
import type { CaseBytes } from './arguments.js';
import { type Prepared, prepare } from './connectors.js';
import { complete, type HostContext } from './context.js';
import { drive } from './drive.js';
import { type Change, type Entry, engine, hostError, type Names } from './engine.js';
import { keptFields } from './fields.js';
import type { Release } from './locks.js';
import { quietly } from './quietly.js';
import { settings } from './settings.js';
import type { StoreChange } from './store.js';
import { withSecrets } from './vault.js';

type Tell = (progress: PushProgress) => void;

/** The options that the engine reads; the rest is for the host. */
const engineOptions = ({ signal: _, onProgress: __, connectorId: ___, ifBusy: ____, ...options }: RunOptions) =>
  options;

/** What is known of a push that was kept; nothing of one that begins now. */
export type Kept = Pick<Names, 'order' | 'queuedAt' | 'startedAt' | 'put'>;

/** Who a pending push is. Platforms without `crypto` push too. */
export const newPut = ({ clock }: HostContext): string =>
  [clock.now(), Math.random()].map((part) => part.toString(36)).join();

/** Where the pending pushes lie whose keys begin so, as they are now. */
export const found = async ({ store }: HostContext, prefix: string): Promise<string[]> =>
  (await store.entries('pending', prefix)).map(([key]) => key);

/**
 * What goes of them where one begins, or is taken off, while no other one is under way: it had found these keys before its turn; and of
 * these cases those that belong to none.
 */
export async function replaced(
  { store }: HostContext,
  prefix: string,
  keys: string[],
  cases: Entry[] = [],
): Promise<StoreChange[]> {
  const entries = await store.entries('pending', prefix);
  const without = entries.map(([key, value]) => [key, withoutCase(value)]);
  const remove = (table: 'pending' | 'cases') => (key: string) => ({ kind: 'remove', table, key }) as const;
  const gone = engine('pendingReplaced', without, keys);
  const known = new Map(entries);
  const alone = cases.flatMap(([key]) => (known.has(key) ? [] : [key]));
  return [...gone.map(remove('pending')), ...[...gone, ...alone].map(remove('cases'))];
}

export async function push(context: HostContext, input: CaseBytes, options: RunOptions): Promise<PushOutcome> {
  const turn = turnOf(context, options, null);
  const names = engine('caseNames', context.handle, input.bytes, input.pages);
  const asked = options.connectorId ?? undefined;
  return heard(context, { caseId: names.caseId, connectorId: asked }, async (running) => {
    const prepared = await prepare(context, input, asked, false, names);
    running.connectorId = prepared.connectorId;
    const prefix = engine('pendingKey', prepared.caseId, prepared.connectorId, undefined);
    const keys = await found(context, prefix);
    return inTurn(
      context,
      prepared,
      turn,
      async (signal) => {
        // Whoever called it off before its turn may have taken off all that is kept of the case: nothing is kept of this.
        unlessCalledOff(running);
        const gone = await replaced(context, prefix, keys);
        return pushNow(context, input, prepared, options, { put: newPut(context) }, gone, { ...turn, signal });
      },
      running,
    );
  });
}

/** Pushes a case whose turn it is. */
export async function pushNow(
  context: HostContext,
  input: CaseBytes,
  prepared: Prepared,
  options: RunOptions,
  kept: Kept,
  gone: StoreChange[],
  { signal, stop, tell, taken }: Pick<Turn, 'stop' | 'tell'> & { signal: AbortSignal; taken?: () => void },
): Promise<PushOutcome> {
  const { run, entries } = await begin(context, input, prepared, options, kept);
  const filled = withCase({ ...input, bytes: prepared.bytes });
  // In each write: one that finds nothing to do has only the last.
  const fill = (changes: StoreChange[]) => [...gone, ...complete(changes as Change[], entries).map(filled)];
  const work = { signal, stop, tell: tell as (progress: unknown) => void, fill, taken };
  return (await drive(context, run, work)) as PushOutcome;
}

async function begin(
  context: HostContext,
  input: CaseBytes,
  prepared: Prepared,
  options: RunOptions,
  kept: Kept,
): Promise<{ run: number; entries: Entry[] }> {
  const { handle, clock } = context;
  const { closure } = await settings(context);
  const { caseId, connectorId, title } = prepared;
  const given = {
    ...engineOptions(options),
    now: iso(clock.now()),
    names: { caseId, connectorId, title, ...kept },
    license: context.license(),
    closure,
    jitter: Math.random(),
  };
  if (prepared.connector === null) {
    const intent = await context.store.get('journal', engine('kibanaKey', handle, caseId, connectorId));
    return { run: engine('runKibana', handle, intent, given), entries: [] };
  }
  const { journal, entries } = await readJournal(context, input, prepared);
  const run = await withSecrets(context, prepared.connector, () => engine('runPush', handle, journal, given));
  return { run, entries };
}

/** The journal of a case that a connector goes on from: that of its place, whoever wrote it. */
export async function journalOf(
  { store }: HostContext,
  caseId: string,
  connectorId: string,
  connector: StoredConnector | null,
): Promise<Entry[]> {
  const prefixes = engine('journalPrefixes', caseId, connectorId, connector);
  return (await Promise.all(prefixes.map((prefix) => store.entries('journal', prefix)))).flat();
}

/** What the engine reads of a case: its bytes, its connector, and the journal as it is stored. */
export async function readJournal(context: HostContext, input: CaseBytes, prepared: Prepared) {
  const { caseId, connectorId, connector, bytes } = prepared;
  const entries = await journalOf(context, caseId, connectorId, connector);
  const rows = `[${entries.map(([, record]) => asJson(record)).join()}]`;
  const fields = await keptFields(context, connectorId);
  const journal = { bytes, pages: input.pages, connector, keys: entries.map(([key]) => key), rows, fields };
  return { journal, entries };
}

/** A record as JSON; what JSON cannot hold is none, and is set aside as such. */
function asJson(record: unknown): string {
  try {
    return JSON.stringify(record) ?? 'null';
  } catch {
    return 'null';
  }
}

export async function plan(context: HostContext, input: CaseBytes, options: LookOptions): Promise<PushPlan> {
  engine('runOptions', options);
  const prepared = await prepare(context, input, options.connectorId ?? undefined);
  const { handle, clock } = context;
  if (prepared.connector === null) return engine('kibanaPlan', handle, prepared.caseId, prepared.connectorId);
  const given = {
    ...engineOptions(options),
    now: iso(clock.now()),
    license: context.license(),
    closure: (await settings(context)).closure,
  };
  const { journal } = await readJournal(context, input, prepared);
  return engine('runPlan', handle, journal, given);
}

export async function status(context: HostContext, input: CaseBytes, connectorId?: string): Promise<PushStatus> {
  const prepared = await prepare(context, input, connectorId);
  if (prepared.connector === null) {
    const key = engine('kibanaKey', context.handle, prepared.caseId, prepared.connectorId);
    const intent = await context.store.get('journal', key);
    return engine('kibanaStatus', input.bytes, input.pages, prepared.connectorId, intent);
  }
  const { journal } = await readJournal(context, input, prepared);
  return engine('runStatus', journal, iso(context.clock.now()));
}

interface Turn {
  ifHeld: 'wait' | 'giveUp';
  signal: AbortSignal | null;
  /** Of the run of the queue that it belongs to. */
  stop: AbortSignal | null;
  tell: Tell;
}

export function turnOf(context: HostContext, options: RunOptions, stop: AbortSignal | null): Turn {
  return {
    ifHeld: engine('runOptions', options),
    signal: (options.signal ?? null) as AbortSignal | null,
    stop,
    tell(progress) {
      quietly(() => options.onProgress?.(progress));
      context.tell(progress);
    },
  };
}

/** Does something with the pushes of a case that can be called off from any tab. */
export async function heard<Answer>(
  { running }: HostContext,
  which: Aborted,
  work: (own: Running) => Promise<Answer>,
): Promise<Answer> {
  const own = { ...which, controller: new AbortController() };
  running.add(own);
  try {
    return await work(own);
  } finally {
    running.delete(own);
  }
}

export function unlessCalledOff({ controller }: Running): void {
  if (controller.signal.aborted) throw hostError('ABORTED');
}

/** Does something while nobody else pushes the case, in this tab or another one. It can be called off from any of them. */
export function inTurn<Answer>(
  context: HostContext,
  which: { caseId: string; connectorId: string },
  turn: Turn,
  work: (signal: AbortSignal) => Promise<Answer>,
  running?: Running,
): Promise<Answer> {
  if (running === undefined) return heard(context, which, (own) => inTurn(context, which, turn, work, own));
  const { caseId, connectorId } = which;
  const { ifHeld, signal, stop, tell } = turn;
  return abortable([signal, stop, context.closing.signal, running.controller.signal], async (controller) => {
    let release: Release | null = null;
    try {
      const lock = engine('caseLock', caseId);
      release = await context.locks.acquire(lock, { ifHeld: 'giveUp' });
      if (release === null && ifHeld === 'wait') {
        tell(engine('waitingProgress', caseId, connectorId));
        release = await context.locks.acquire(lock, { ifHeld, signal: controller.signal });
      }
      if (release === null) throw hostError('PUSH_BUSY');
      return await work(controller.signal);
    } finally {
      release?.();
    }
  });
}

/** Which pushes are to be aborted: all of a case, or those by one connector. */
interface Aborted {
  caseId: string;
  connectorId?: string | undefined;
}

/** A push under way. Its connector is missing as long as nobody knows it. */
export interface Running extends Aborted {
  readonly controller: AbortController;
}

/** Aborts the pushes of a case in whichever tab they run or wait. */
export function abort(context: HostContext, which: Aborted): void {
  abortHere(context, which);
  context.channel.post({ kind: 'abort', ...which });
}

export function abortHere({ running }: HostContext, { caseId, connectorId }: Aborted): void {
  for (const it of running) {
    // Of one whose connector nobody knows yet: it may be this.
    const [one, other] = [connectorId ?? it.connectorId, it.connectorId ?? connectorId];
    if (it.caseId === caseId && one === other) it.controller.abort();
  }
}

/** A pending push without its case, which an earlier version kept in the same record. */
export function withoutCase(value: unknown): object {
  const { case: _, pages: __, ...record } = (value ?? {}) as { case?: unknown; pages?: unknown };
  return record;
}

/** The case of a pending push is kept, so that it can go on without the page that began it. */
export function withCase({ bytes, pages }: CaseBytes): (change: StoreChange) => StoreChange {
  return (change) =>
    change.kind === 'put' && change.table === 'cases'
      ? { ...change, value: { ...(change.value as object), case: bytes, pages } }
      : change;
}

export const iso = (ms: number): string => new Date(ms).toISOString();
