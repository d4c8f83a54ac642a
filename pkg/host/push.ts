// A push of one case, alone among all tabs; and a look at what it would do.
import type { PushOutcome, PushPlan, PushStatus } from '../push-types.js';
import type { LookOptions, PushProgress, RunOptions } from '../types.js';
import type { CaseBytes } from './arguments.js';
import { type Prepared, prepare } from './connectors.js';
import type { HostContext } from './context.js';
import { drive } from './drive.js';
import { engine, hostError } from './engine.js';
import type { Release } from './locks.js';
import { quietly } from './quietly.js';
import { settings } from './settings.js';
import type { StoreChange } from './store.js';
import { withSecrets } from './vault.js';

type Tell = (progress: PushProgress) => void;

/** The options that the engine reads; the rest is for the host. */
const engineOptions = ({ signal: _, onProgress: __, connectorId: ___, ifBusy: ____, ...options }: RunOptions) =>
  options;

/** What a push that was kept knows besides the options of the caller. */
export type KeptOptions = RunOptions & { order?: number | null | undefined };

export async function push(context: HostContext, input: CaseBytes, options: KeptOptions): Promise<PushOutcome> {
  const ifHeld = engine('runOptions', options);
  const prepared = await prepare(context, input, options.connectorId ?? undefined);
  const tell: Tell = (progress) => {
    quietly(() => options.onProgress?.(progress));
    context.tell(progress);
  };
  const fill = withCase(input);
  const inQueue = typeof options.order === 'number';
  return inTurn(context, prepared, { ifHeld, inQueue, signal: options.signal, tell }, async (signal) => {
    const run = await begin(context, input, prepared, options);
    return (await drive(context, run, { signal, tell: tell as (progress: unknown) => void, fill })) as PushOutcome;
  });
}

async function begin(
  context: HostContext,
  input: CaseBytes,
  prepared: Prepared,
  options: KeptOptions,
): Promise<number> {
  const { handle, clock } = context;
  const { closure } = await settings(context);
  const { caseId, connectorId, title } = prepared;
  const given = {
    ...engineOptions(options),
    now: iso(clock.now()),
    names: { caseId, connectorId, title, order: options.order },
    license: context.license(),
    closure,
    jitter: Math.random(),
  };
  if (prepared.connector === null) {
    const intent = await context.store.get('journal', engine('kibanaKey', handle, caseId, connectorId));
    return engine('runKibana', handle, intent, given);
  }
  const journal = await readJournal(context, input, prepared);
  return withSecrets(context, prepared.connector, () => engine('runPush', handle, journal, given));
}

/** What the engine reads of a case: its bytes, its connector, and the journal as it is stored. */
async function readJournal(context: HostContext, input: CaseBytes, prepared: Prepared) {
  const { caseId, connectorId, connector, bytes } = prepared;
  const entries = await context.store.entries('journal', engine('journalKey', caseId, connectorId));
  const rows = JSON.stringify(entries.map(([, record]) => record));
  return { bytes, pages: input.pages, connector, keys: entries.map(([key]) => key), rows };
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
  return engine('runPlan', handle, await readJournal(context, input, prepared), given);
}

export async function status(context: HostContext, input: CaseBytes, connectorId?: string): Promise<PushStatus> {
  const prepared = await prepare(context, input, connectorId);
  if (prepared.connector === null) {
    const key = engine('kibanaKey', context.handle, prepared.caseId, prepared.connectorId);
    const intent = await context.store.get('journal', key);
    return engine('kibanaStatus', input.bytes, input.pages, prepared.connectorId, intent);
  }
  return engine('runStatus', await readJournal(context, input, prepared), iso(context.clock.now()));
}

interface Turn {
  ifHeld: 'wait' | 'giveUp';
  inQueue: boolean;
  signal: RunOptions['signal'];
  tell: Tell;
}

/** Does something while nobody else pushes the case, in this tab or another one. It can be aborted from any of them. */
async function inTurn<Answer>(
  context: HostContext,
  { caseId, connectorId }: Prepared,
  { ifHeld, inQueue, signal, tell }: Turn,
  work: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const running = { caseId, inQueue, controller: new AbortController() };
  const abort = () => running.controller.abort();
  const outer = (signal ?? null) as AbortSignal | null;
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort);
  context.running.add(running);
  let release: Release | null = null;
  try {
    const lock = engine('caseLock', caseId);
    release = await context.locks.acquire(lock, { ifHeld: 'giveUp' });
    if (release === null && ifHeld === 'wait') {
      tell(engine('waitingProgress', caseId, connectorId));
      release = await context.locks.acquire(lock, { ifHeld, signal: running.controller.signal });
    }
    if (release === null) throw hostError('PUSH_BUSY');
    return await work(running.controller.signal);
  } finally {
    release?.();
    context.running.delete(running);
    outer?.removeEventListener('abort', abort);
  }
}

/** A pending push keeps the case, so that it can go on without the page that began it. */
export function withCase({ bytes, pages }: CaseBytes): (change: StoreChange) => StoreChange {
  return (change) =>
    change.kind === 'put' && change.table === 'pending'
      ? { ...change, value: { ...(change.value as object), case: bytes, pages } }
      : change;
}

export const iso = (ms: number): string => new Date(ms).toISOString();
