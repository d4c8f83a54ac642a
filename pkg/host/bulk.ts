// Many cases at once: they are kept before the first is sent, so that a reload loses none; each ends by itself.
import type { AbortSignal } from '../platform.js';
import type { BulkOptions, BulkResult, EnqueueOptions, Enqueued, ResumeOptions } from '../types.js';
import type { CaseBytes } from './arguments.js';
import { prepare } from './connectors.js';
import type { HostContext } from './context.js';
import { detailsOf, engine } from './engine.js';
import { type Listed, type Pending, pendingPushes, takeUp } from './pending.js';
import { iso, newPut, withCase, withoutCase } from './push.js';
import { changed, results } from './queue.js';
import { asRun, isStopped, mark, type QueueRun, readMark } from './queue-run.js';
import type { StoreChange } from './store.js';
import { type Job, workAtAll } from './workers.js';

/** Puts cases into the queue, behind all others, and begins nothing. */
export async function enqueue(
  context: HostContext,
  inputs: readonly CaseBytes[],
  options: EnqueueOptions,
): Promise<Enqueued[]> {
  const jobs = await keep(context, inputs, options);
  changed(context);
  return jobs.map((job) =>
    'error' in job
      ? { caseId: null, connectorId: null, error: job.error }
      : { caseId: job.caseId, connectorId: job.connectorId, error: null },
  );
}

export async function pushAll(
  context: HostContext,
  inputs: readonly CaseBytes[],
  options: BulkOptions,
): Promise<BulkResult[]> {
  return work(context, await keep(context, inputs, options), options, true);
}

export async function resumeAll(
  context: HostContext,
  { only: named, ...options }: ResumeOptions,
): Promise<BulkResult[]> {
  const only = named ?? undefined;
  const all = await pendingPushes(context);
  const keyOf = ({ caseId, connectorId }: { caseId: string; connectorId: string }) =>
    engine('pendingKey', caseId, connectorId, undefined);
  const pending = new Map(all.map((it) => [keyOf(it), it]));
  const jobs = (only ?? all).map(({ caseId, connectorId }) => {
    // What somebody else has finished meanwhile has a result of its own: nothing is pending.
    const { state = 'queued', put = null } = pending.get(keyOf({ caseId, connectorId })) ?? {};
    return { caseId, connectorId, listed: state, put } as Listed;
  });
  // A stopped queue goes on with its own cases, and not where others are finished.
  const meant = only === undefined ? all : only.flatMap((it) => pending.get(keyOf(it)) ?? []);
  return work(context, jobs, options, only === undefined || engine('queueHas', meant));
}

async function keep(
  context: HostContext,
  inputs: readonly CaseBytes[],
  options: EnqueueOptions,
): Promise<Job<Listed>[]> {
  const { store, clock } = context;
  const jobs: Job<Listed>[] = [];
  const kept: StoreChange[] = [];
  const queuedAt = iso(clock.now());
  let order = engine('queueNextOrder', await pendingPushes(context), await results(context));
  for (const input of inputs) {
    try {
      const prepared = await prepare(context, input, options.connectorId ?? undefined);
      const { caseId, connectorId, title, bytes } = prepared;
      const names = { caseId, connectorId, title, order, queuedAt, put: newPut(context) };
      const changes = engine('pendingQueued', names, options.pushedBy ?? null);
      kept.push(...changes.map(withCase({ ...input, bytes })));
      jobs.push({ caseId, connectorId, listed: 'queued', put: names.put });
      order += 1;
    } catch (error) {
      jobs.push({ error: detailsOf(error) });
    }
  }
  await store.write(kept);
  return jobs;
}

/** Works until nothing is left; what is left when somebody stops it stays pending. */
async function work(
  context: HostContext,
  jobs: readonly Job<Listed>[],
  options: BulkOptions,
  goesOn: boolean,
): Promise<BulkResult[]> {
  const stops = goesOn ? await mark(context, false) : (await readMark(context)).stops;
  changed(context);
  const { onResult, signal: _, ...given } = options;
  return asRun(context, stops, options.signal, (run) =>
    workAtAll<Listed, BulkResult>(context, jobs, {
      isStopped: () => isStopped(context, run),
      onResult,
      async one(job, skipped, taken) {
        const result = await one(context, run, job, skipped, given, taken);
        changed(context);
        return result;
      },
      none: (job, error) => ({
        caseId: job?.caseId ?? null,
        connectorId: job?.connectorId ?? null,
        outcome: null,
        error,
      }),
      endOf: ({ outcome, error }) => (outcome ? outcome.error : error),
    }),
  );
}

/** Pushes one case. Its outcome is kept by the push itself, and an error here: it is shown after a reload too. */
async function one(
  context: HostContext,
  { stop }: QueueRun,
  job: Listed,
  skipped: unknown,
  options: BulkOptions,
  taken: () => void,
): Promise<BulkResult> {
  const { signal } = stop;
  const { caseId, connectorId } = job;
  try {
    if (skipped !== null) throw skipped;
    return {
      caseId,
      connectorId,
      ...(await takeUp(context, job, options, signal, taken)),
    };
  } catch (error) {
    await keepError(context, job, error, signal).catch(() => {});
    return { caseId, connectorId, outcome: null, error: detailsOf(error) };
  }
}

async function keepError(
  context: HostContext,
  { caseId, connectorId, put }: Listed,
  error: unknown,
  { aborted }: AbortSignal,
): Promise<void> {
  const { store, clock } = context;
  const key = engine('pendingKey', caseId, connectorId, put ?? undefined);
  type Kept = Pick<Pending, 'state'> | undefined;
  const pending = (await store.get('pending', key)) as Kept;
  // One that was put in anew meanwhile is still to be done, whatever became of the earlier one.
  if (pending === undefined) return;
  const { code = 'STORE_FAILED', message } = error as { code?: string; message?: string };
  const kept = engine('queueFailed', withoutCase(pending), code, message, aborted, iso(clock.now()));
  if (kept === null) return;
  const [result, failed] = kept;
  await store.write([result]);
  const fail = (old: Kept) => (old?.state === pending.state ? { ...old, ...failed.value } : undefined);
  const isOwn = await store.exchange('pending', key, (old) => fail(old as Kept));
  // It was taken off meanwhile, put in anew or begun by another tab, and whoever did that may not have seen its result.
  if (!isOwn) await store.write([{ kind: 'remove', table: 'results', key: result.key }]);
}
