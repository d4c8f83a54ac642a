// The queue that all tabs of a storage share: it is shown, stopped, and cases are taken off it. `bulk.ts` works at it.
import type { ErrorDetails } from '../push-types.js';
import { connectors } from './connectors.js';
import type { HostContext } from './context.js';
import { type Entry, engine } from './engine.js';
import { pendingPushes } from './pending.js';
import { abort, found, replaced } from './push.js';
import { mark, readMark, stopHere } from './queue-run.js';
import { quietly } from './quietly.js';
import type { StoreChange } from './store.js';

/** A case in the queue: still to be done, or with what became of it. */
export interface QueuedPush {
  caseId: string;
  connectorId: string;
  /** `null` where the connector was deleted, or is Kibana's. */
  connectorName: string | null;
  title: string;
  /** When it was put in. */
  queuedAt: string;
  /** When its push first began; `null` before that. */
  startedAt: string | null;
  /** `running` in whichever tab; the last three as in an outcome. */
  state: 'queued' | 'running' | 'complete' | 'failed' | 'unknown';
  /** `null` while it is still to be done. */
  result: {
    /** When it ended. */
    at: string;
    incident: { title: string; url: string } | null;
    /** How many comments arrived. */
    comments: number;
    warnings: number;
    error: ErrorDetails | null;
  } | null;
}

export interface PushQueue {
  /** A person stopped it: `resumeAll()` lets it go on. */
  isPaused: boolean;
  /** In the order in which they were put in. */
  items: QueuedPush[];
}

export const results = ({ store }: HostContext): Promise<Entry[]> => store.entries('results', '');

export async function queue(context: HostContext): Promise<PushQueue> {
  const read = [
    readMark(context),
    context.locks.held(),
    pendingPushes(context),
    results(context),
    connectors(context),
  ] as const;
  const [{ isPaused }, held, pending, ended, known] = await Promise.all(read);
  return { isPaused, items: engine('queueShown', pending, ended, held, known) };
}

/** Tells whoever follows the queue, in all tabs, that it is another one now. */
export function changed(context: HostContext): void {
  context.channel.post({ kind: 'queue' });
  queueChanged(context);
}

export function queueChanged({ queueListeners }: HostContext): void {
  for (const listener of [...queueListeners]) quietly(listener);
}

/** Stops the queue in all tabs: what is under way is broken off, and is still to be done. */
export async function stopAll(context: HostContext): Promise<void> {
  stopHere(context, Number.POSITIVE_INFINITY);
  context.channel.post({ kind: 'stop', stops: await mark(context, true) });
  changed(context);
}

/** The same, but what is under way comes to its end. */
export async function pauseAll(context: HostContext): Promise<void> {
  await mark(context, true);
  changed(context);
}

/** Takes what has ended off the queue. */
export function clearQueue(context: HostContext): Promise<void> {
  return write(context, [{ kind: 'clear', table: 'results', prefix: '' }]);
}

/** Takes what is still to be done off the queue, what is under way too: that is broken off before. */
export async function dismissAll(context: HostContext): Promise<void> {
  const { store, locks } = context;
  await stopAll(context);
  const open = (await queue(context)).items.filter(({ result }) => result === null);
  // What is broken off writes what came of it, and must have done so before that is deleted.
  for (const { caseId } of open) {
    (await locks.acquire(engine('caseLock', caseId), { ifHeld: 'wait', signal: context.closing.signal }))?.();
  }
  await store.write(engine('queueDiscard', await pendingPushes(context), await results(context)));
  await mark(context, false);
  changed(context);
}

export function dismiss(context: HostContext, caseId: string, connectorId: string): Promise<void> {
  const prefix = engine('pendingKey', caseId, connectorId, undefined);
  return takeOff(context, { caseId, connectorId }, prefix, [{ kind: 'remove', table: 'results', key: prefix }]);
}

/** Deletes all that is stored of the pushes of a case. */
export function forget(context: HostContext, caseId: string): Promise<void> {
  const prefix = engine('recordKey', caseId);
  const clear = (table: StoreChange['table'], own: string) => ({ kind: 'clear', table, prefix: own }) as const;
  // What could not be read lies aside by its table.
  const aside = (['journal', 'pending'] as const).map((table) => clear('aside', `${table}/${prefix}`));
  return takeOff(context, { caseId }, prefix, [clear('journal', prefix), clear('results', prefix), ...aside], true);
}

/** Takes pushes off, once what is under way of them is broken off and has written what came of it. What is put in meanwhile stays. */
async function takeOff(
  context: HostContext,
  which: { caseId: string; connectorId?: string },
  prefix: string,
  more: StoreChange[],
  withLeft = false,
): Promise<void> {
  const keys = await found(context, prefix);
  abort(context, which);
  const lock = engine('caseLock', which.caseId);
  const release = await context.locks.acquire(lock, { ifHeld: 'wait', signal: context.closing.signal });
  try {
    const left = withLeft ? await context.store.entries('cases', prefix) : [];
    await write(context, [...(await replaced(context, prefix, keys, left)), ...more]);
  } finally {
    release?.();
  }
}

async function write(context: HostContext, changes: StoreChange[]): Promise<void> {
  await context.store.write(changes);
  changed(context);
}
