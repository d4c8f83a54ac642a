// The queue: many cases, kept before the first is sent, so that a reload loses none; each ends by itself. It is stored, with
// what became of each, and shown, stopped and taken up again in any tab.
import type { ErrorDetails, PushOutcome } from '../push-types.js';
import type { BulkOptions, BulkResult, ResumeOptions } from '../types.js';
import type { CaseBytes } from './arguments.js';
import { connectors, prepare } from './connectors.js';
import type { HostContext } from './context.js';
import { engine, hostError } from './engine.js';
import { type Pending, pendingPushes, takeUp } from './pending.js';
import { iso, withCase } from './push.js';
import { quietly } from './quietly.js';
import type { StoreChange, Table } from './store.js';

/** A case in the queue: still to be done, or with what became of it. */
export interface QueuedPush {
  caseId: string;
  connectorId: string;
  /** `null` where the connector was deleted, or is Kibana's. */
  connectorName: string | null;
  title: string;
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

/** One case of a bulk; the error where it could not even be kept. */
type Job = { caseId: string; connectorId: string } | { error: unknown };

const results = ({ store }: HostContext) => store.entries('results', '');

export async function queue(context: HostContext): Promise<PushQueue> {
  const { store, locks } = context;
  const mark = store.get('settings', engine('queueKey')) as Promise<{ isPaused?: boolean } | undefined>;
  const read = [mark, locks.held(), pendingPushes(context), results(context), connectors(context)] as const;
  const [paused, held, pending, ended, known] = await Promise.all(read);
  return { isPaused: paused?.isPaused === true, items: engine('queueShown', pending, ended, held, known) };
}

/** Tells whoever follows the queue, in all tabs, that it is another one now. */
function changed(context: HostContext): void {
  context.channel.post({ kind: 'queue' });
  queueChanged(context);
}

export function queueChanged({ queueListeners }: HostContext): void {
  for (const listener of [...queueListeners]) quietly(listener);
}

export async function pushAll(
  context: HostContext,
  inputs: readonly CaseBytes[],
  options: BulkOptions,
): Promise<BulkResult[]> {
  const jobs: Job[] = [];
  const changes: StoreChange[] = [];
  const now = iso(context.clock.now());
  let order = engine('queueNextOrder', await pendingPushes(context), await results(context));
  for (const input of inputs) {
    try {
      const { caseId, connectorId, title } = await prepare(context, input, options.connectorId ?? undefined);
      const kept = engine('pendingQueued', { caseId, connectorId, title, order }, options.pushedBy ?? null, now);
      changes.push(...kept.map(withCase(input)));
      jobs.push({ caseId, connectorId });
      order += 1;
    } catch (error) {
      jobs.push({ error });
    }
  }
  return work(context, jobs, changes, options);
}

export async function resumeAll(context: HostContext, { only, ...options }: ResumeOptions): Promise<BulkResult[]> {
  // What somebody else has finished meanwhile has a result of its own: nothing is pending.
  const jobs = only ?? (await pendingPushes(context));
  const named = jobs.map(({ caseId, connectorId }) => ({ caseId, connectorId }));
  return work(context, named, [], options);
}

/** Stops the queue in all tabs: what is under way is broken off, and is still to be done. */
export async function stopAll(context: HostContext): Promise<void> {
  stopHere(context);
  context.channel.post({ kind: 'stop' });
  await context.store.write(engine('queuePause', true));
  changed(context);
}

export function stopHere(context: HostContext): void {
  context.isStopped = true;
  for (const { inQueue, controller } of context.running) if (inQueue) controller.abort();
}

/** Takes what has ended off the queue. */
export async function clearQueue(context: HostContext): Promise<void> {
  await context.store.write([{ kind: 'delete', table: 'results', key: '' }]);
  changed(context);
}

export function dismiss(context: HostContext, caseId: string, connectorId: string): Promise<void> {
  return takeOff(context, ['pending', 'results'], engine('journalKey', caseId, connectorId));
}

/** Deletes all that is stored of the pushes of a case. */
export function forget(context: HostContext, caseId: string): Promise<void> {
  return takeOff(context, ['journal', 'pending', 'results'], engine('recordKey', caseId));
}

async function takeOff(context: HostContext, tables: Table[], key: string): Promise<void> {
  await context.store.write(tables.map((table) => ({ kind: 'delete', table, key })));
  changed(context);
}

/** Works until nothing is left; what is left when somebody stops it stays pending. */
async function work(
  context: HostContext,
  jobs: readonly Job[],
  kept: readonly StoreChange[],
  { onResult, ...options }: BulkOptions,
): Promise<BulkResult[]> {
  await context.store.write([...kept, ...engine('queuePause', false)]);
  context.isStopped = false;
  changed(context);
  const ended: (BulkResult | undefined)[] = jobs.map(() => undefined);
  let finished = 0;
  const end = (
    at: number,
    { caseId = null, connectorId = null, outcome = null, error = null }: Partial<BulkResult>,
  ) => {
    finished += 1;
    const result = { caseId, connectorId, outcome, error } as BulkResult;
    ended[at] = result;
    quietly(() => onResult?.(result, { finished, count: jobs.length }));
  };
  const named: { at: number; caseId: string; connectorId: string }[] = [];
  jobs.forEach((job, at) => {
    if ('error' in job) end(at, { error: detailsOf(job.error) });
    else named.push({ at, ...job });
  });

  const ids = named.map(({ connectorId }) => connectorId);
  const { queue: order, workers } = engine('queueNew', ids, context.concurrency);
  const signal = (options.signal ?? null) as AbortSignal | null;
  // Resolved when a push ends: who was told to ask later asks again.
  let next = deferred();
  const worker = async () => {
    while (!signal?.aborted && !context.isStopped) {
      const task = engine('queueTake', order);
      if (task === null) return;
      if (task.kind === 'later') {
        await next.promise;
        continue;
      }
      const job = named[task.place];
      if (job === undefined) return;
      const { at, caseId, connectorId } = job;
      const skipped = task.kind === 'skip' ? task.error : null;
      const result = await one(context, { caseId, connectorId }, skipped, options);
      if (task.kind === 'push') {
        const { code, message } = (result.outcome ? result.outcome.error : result.error) ?? {};
        engine('queueEnded', order, connectorId, code, message);
        next.resolve();
        next = deferred();
      }
      changed(context);
      end(at, result);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, worker));
  } finally {
    engine('queueFree', order);
  }
  for (const { at, caseId, connectorId } of named) {
    if (ended[at] === undefined) end(at, { caseId, connectorId, error: detailsOf(hostError('ABORTED')) });
  }
  return ended as BulkResult[];
}

/** Pushes one case. Its outcome is kept by the push itself, and an error here: it is shown after a reload too. */
async function one(
  context: HostContext,
  { caseId, connectorId }: { caseId: string; connectorId: string },
  skipped: unknown,
  options: BulkOptions,
): Promise<BulkResult> {
  let outcome: PushOutcome;
  try {
    if (skipped !== null) throw skipped;
    outcome = await takeUp(context, caseId, connectorId, options);
  } catch (error) {
    await keepError(context, caseId, connectorId, error).catch(() => {});
    return { caseId, connectorId, outcome: null, error: detailsOf(error) };
  }
  return { caseId, connectorId, outcome, error: null };
}

async function keepError(context: HostContext, caseId: string, connectorId: string, error: unknown): Promise<void> {
  const { store, clock } = context;
  const pending = (await store.get('pending', engine('journalKey', caseId, connectorId))) as Pending | undefined;
  if (pending === undefined) return;
  const { code = 'STORE_FAILED', message } = error as { code?: string; message?: string };
  const record = { caseId, connectorId, title: pending.title, order: pending.order, state: 'failed' };
  await store.write(engine('queueFailed', record, code, message, iso(clock.now())));
}

/** What an error says, as results hold it. What none of ours threw is a fault of ours, and says so. */
function detailsOf(thrown: unknown): ErrorDetails {
  const { code, message, remedy, field, status, remote, cause } = thrown as ErrorDetails;
  if (typeof remedy !== 'string') throw thrown;
  const known = typeof cause?.code === 'string' ? { code: cause.code } : null;
  return { code, message, remedy, field: field ?? null, status: status ?? null, remote: remote ?? null, cause: known };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
