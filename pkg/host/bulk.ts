// Many cases at once: kept before the first is sent, so that a reload loses none; each ends by itself.
import type { PushOutcome } from '../push-types.js';
import type { BulkOptions, BulkResult, ResumeOptions } from '../types.js';
import type { CaseBytes } from './arguments.js';
import { prepare } from './connectors.js';
import type { HostContext } from './context.js';
import { asError } from '../error.js';
import { engine, hostError } from './engine.js';
import { pendingPushes, takeUp } from './pending.js';
import { iso, withCase } from './push.js';
import { quietly } from './quietly.js';
import type { StoreChange } from './store.js';

/** One case of a bulk, by its keys; the error where it could not even be kept. */
type Job = { caseId: string; connectorId: string } | { error: unknown };

export async function pushAll(
  context: HostContext,
  inputs: readonly CaseBytes[],
  options: BulkOptions,
): Promise<BulkResult[]> {
  const jobs: Job[] = [];
  const changes: StoreChange[] = [];
  const now = iso(context.clock.now());
  for (const input of inputs) {
    try {
      const { caseId, connectorId, title } = await prepare(context, input, options.connectorId ?? undefined);
      const kept = engine('pendingQueued', { caseId, connectorId, title }, options.pushedBy ?? null, now);
      changes.push(withCase(input)(kept));
      jobs.push({ caseId, connectorId });
    } catch (error) {
      jobs.push({ error });
    }
  }
  await context.store.write(changes);
  return work(context, jobs, options);
}

export async function resumeAll(context: HostContext, { only, ...options }: ResumeOptions): Promise<BulkResult[]> {
  // What somebody else has finished meanwhile has a result of its own: nothing is pending.
  const jobs = only ?? (await pendingPushes(context));
  return work(
    context,
    jobs.map(({ caseId, connectorId }) => ({ caseId, connectorId })),
    options,
  );
}

/** Works until nothing is left; what is left when the caller aborts stays pending. */
async function work(
  context: HostContext,
  jobs: readonly Job[],
  { onResult, ...options }: BulkOptions,
): Promise<BulkResult[]> {
  const results: (BulkResult | undefined)[] = jobs.map(() => undefined);
  let finished = 0;
  const end = (at: number, { caseId = null, connectorId = null, outcome = null, error = null }: Partial<BulkResult>) => {
    finished += 1;
    const result = { caseId, connectorId, outcome, error } as BulkResult;
    results[at] = result;
    quietly(() => onResult?.(result, { finished, count: jobs.length }));
  };
  const named: { at: number; caseId: string; connectorId: string }[] = [];
  jobs.forEach((job, at) => {
    if ('error' in job) end(at, { error: asError(job.error) as never });
    else named.push({ at, ...job });
  });

  const ids = named.map(({ connectorId }) => connectorId);
  const { queue, workers } = engine('queueNew', ids, context.concurrency);
  const signal = (options.signal ?? null) as AbortSignal | null;
  // Resolved when a push ends: who was told to ask later asks again.
  let ended = deferred();
  const worker = async () => {
    while (!signal?.aborted) {
      const task = engine('queueTake', queue);
      if (task === null) return;
      if (task.kind === 'later') {
        await ended.promise;
        continue;
      }
      const { at, caseId, connectorId } = named[task.place]!;
      let outcome: PushOutcome | null = null;
      let error: unknown = null;
      if (task.kind === 'skip') error = asError(task.error);
      else {
        try {
          outcome = await takeUp(context, caseId, connectorId, options);
        } catch (thrown) {
          error = thrown;
        }
        const { code, message } = (outcome ? outcome.error : (error as { code?: string; message?: string })) ?? {};
        engine('queueEnded', queue, connectorId, code, message);
        ended.resolve();
        ended = deferred();
      }
      end(at, { caseId, connectorId, outcome, error } as Partial<BulkResult>);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, worker));
  } finally {
    engine('queueFree', queue);
  }
  for (const { at, caseId, connectorId } of named) {
    if (results[at] === undefined) end(at, { caseId, connectorId, error: hostError('ABORTED') as never });
  }
  return results as BulkResult[];
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
