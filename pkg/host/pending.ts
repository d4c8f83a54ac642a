// Pushes that did not complete: which they are, and how they go on.
import type { AbortSignal } from '../platform.js';
import type { ErrorDetails, PushOutcome } from '../push-types.js';
import type { InterruptedPush, RunOptions } from '../types.js';
import { connectors, prepare } from './connectors.js';
import { complete, type HostContext } from './context.js';
import { type Entry, engine, hostError } from './engine.js';
import { heard, inTurn, iso, pushNow, turnOf, unlessCalledOff, withoutCase } from './push.js';
import { asRun, readMark } from './queue-run.js';

/** A pending push as it is stored. Its case lies in a table of its own, or with it where an earlier version kept it. */
export interface Pending {
  caseId: string;
  connectorId: string;
  title: string;
  pushedBy: RunOptions['pushedBy'];
  state: 'queued' | 'running' | 'failed' | 'unknown';
  /** Its place in the queue, where it was put into it. */
  order: number | null;
  /** Who it is; a record of an earlier version has none. */
  put: string | null;
  /** When it was put in, and when it first began. */
  queuedAt: string | null;
  startedAt: string;
}

type KeptCase = Partial<{ case: Uint8Array; pages: unknown[] }>;

/** The pending pushes, oldest first; those that cannot be read are set aside. */
export async function pendingPushes(context: HostContext): Promise<Pending[]> {
  return (await readPending(context, '')).pending;
}

async function readPending(context: HostContext, prefix: string): Promise<{ pending: Pending[]; entries: Entry[] }> {
  const entries = await context.store.entries('pending', prefix);
  const without = entries.map(([key, value]) => [key, withoutCase(value)]);
  const { pending, changes } = engine('pendingRead', without, iso(context.clock.now()));
  if (changes.length > 0) await context.store.write(complete(changes, entries));
  return { pending, entries };
}

/** Those that no tab is at work on, as a person sees them. */
export async function interrupted(context: HostContext): Promise<InterruptedPush[]> {
  const held = await context.locks.held();
  const pending = await pendingPushes(context);
  return engine('pendingShown', pending, held, pending.length > 0 ? await connectors(context) : []);
}

/** Finishes the pending push of a case, with this connector where one is named. What is in the queue is stopped with it. */
export async function resume(
  context: HostContext,
  caseId: string,
  options: RunOptions,
): Promise<PushOutcome & { caseId: string }> {
  const connectorId = options.connectorId ?? undefined;
  const taken = await heard(context, { caseId, connectorId }, async (running) => {
    const meant = engine('pendingChoose', await pendingPushes(context), caseId, connectorId);
    const { stops } = await readMark(context);
    unlessCalledOff(running);
    return asRun(context, stops, options.signal, ({ stop }) =>
      takeUp(context, { ...meant, listed: null }, options, meant.order === null ? null : stop.signal),
    );
  });
  if (taken.outcome === null) throw hostError('NOTHING_PENDING');
  return { ...taken.outcome, caseId };
}

/** A push that was taken up; the error of one that somebody else has ended meanwhile. */
export type Taken = { outcome: PushOutcome; error: null } | { outcome: null; error: ErrorDetails };

/** Which push is meant, and how it stood when it was listed: `null` where it is to be pushed however it stands. */
export interface Listed {
  caseId: string;
  connectorId: string;
  listed: Pending['state'] | null;
  /** Which put of it is meant: one that was put in anew is another. */
  put: string | null;
}

/** Takes a pending push up again, from the case as it was kept. What counts is how it stands when its turn has come. */
export function takeUp(
  context: HostContext,
  { caseId, connectorId, listed }: Omit<Listed, 'put'>,
  options: RunOptions,
  stop: AbortSignal | null,
  taken: () => void = () => {},
): Promise<Taken> {
  const { store, clock } = context;
  const turn = turnOf(context, options, stop);
  const prefix = engine('pendingKey', caseId, connectorId, undefined);
  return inTurn(context, { caseId, connectorId }, turn, async (signal): Promise<Taken> => {
    const { pending, entries } = await readPending(context, prefix);
    const [stored] = pending;
    if (stored === undefined) throw hostError('NOTHING_PENDING');
    const error = listed && engine('pendingEnded', listed, stored);
    if (error !== null) return { outcome: null, error };
    const key = engine('pendingKey', caseId, connectorId, stored.put ?? undefined);
    const kept = ((await store.get('cases', key)) ?? new Map(entries).get(key)) as KeptCase;
    if (!ArrayBuffer.isView(kept.case)) {
      await store.write(complete(engine('pendingWithoutCase', key, iso(clock.now())), entries));
      throw hostError('NOTHING_PENDING');
    }
    const input = { bytes: kept.case, pages: kept.pages ?? [] };
    // What a person chose for the case is in it as it was then. An earlier version kept the case without it.
    const prepared = await prepare(context, input, connectorId, stored.put !== null);
    const given = { ...options, pushedBy: options.pushedBy ?? stored.pushedBy };
    // One that was kept by an earlier version stays what it is.
    const { order, queuedAt, startedAt, put } = stored;
    const own = { order, queuedAt, startedAt, put };
    const outcome = await pushNow(context, input, prepared, given, own, [], { ...turn, signal, taken });
    return { outcome, error: null };
  });
}
