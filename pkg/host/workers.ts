// Works at many cases at once: by connector, so that one whose login is refused is not asked again for each of its cases.
import type { ErrorDetails } from '../push-types.js';
import type { HostContext } from './context.js';
import { detailsOf, engine, hostError } from './engine.js';
import { quietly } from './quietly.js';

/** What ended a case: its error, where it has one. */
type Ended = { code?: string | undefined; message?: string | undefined } | null;

/** A case that can be worked at, or the error of one that cannot. */
export type Job<Its> = (Its & { connectorId: string }) | { error: ErrorDetails };

/** What is particular to one kind of work. */
export interface Work<Its, Result> {
  isStopped(): Promise<boolean>;
  onResult: ((result: Result, progress: { finished: number; count: number }) => void) | null | undefined;
  /** Gets why the case need not be tried, where that is so, and what to call when it waits or ends, after its login was taken. */
  one(job: Its, skipped: unknown, taken: () => void): Promise<Result>;
  /** The result of a case that could not be worked at, or to which nobody came. */
  none(job: Its | null, error: ErrorDetails): Result;
  /** What ended a case. */
  endOf(result: Result): Ended;
}

/** Works at all of them, several at once, until none is left or it is stopped. Each has a result of its own, in their order. */
export async function workAtAll<Its, Result>(
  context: HostContext,
  jobs: readonly Job<Its>[],
  { isStopped, onResult, one, none, endOf }: Work<Its, Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const end = (at: number, result: Result) => {
    results.set(at, result);
    quietly(() => onResult?.(result, { finished: results.size, count: jobs.length }));
    return result;
  };
  const open: { at: number; job: Its & { connectorId: string } }[] = [];
  for (const [at, job] of jobs.entries()) {
    if ('error' in job) end(at, none(null, job.error));
    else open.push({ at, job });
  }
  const ids = open.map(({ job }) => job.connectorId);
  await workAt(context, ids, isStopped, async (place, skipped, taken) => {
    const { at, job } = open[place] as (typeof open)[number];
    return endOf(end(at, await one(job, skipped, taken)));
  });
  for (const { at, job } of open) if (!results.has(at)) end(at, none(job, detailsOf(hostError('ABORTED'))));
  return jobs.map((_, at) => results.get(at) as Result);
}

/** Takes one case after the other, by their connectors. */
async function workAt(
  context: HostContext,
  connectorIds: string[],
  isStopped: () => Promise<boolean>,
  one: (place: number, skipped: unknown, taken: () => void) => Promise<Ended>,
): Promise<void> {
  const { queue: order, workers } = engine('queueNew', connectorIds, context.concurrency);
  // Resolved when a case ends: who was told to ask later asks again.
  let next = deferred();
  const worker = async () => {
    while (!(await isStopped())) {
      const task = engine('queueTake', order);
      if (task === null) return;
      if (task.kind === 'later') {
        await next.promise;
        continue;
      }
      const ended = (isTaken: boolean, code?: string, message?: string) => {
        engine('queueEnded', order, task.place, isTaken, code, message);
        next.resolve();
        next = deferred();
      };
      // It tries the login no longer: those that wait for what came of that need not wait for its looks too.
      const taken = () => ended(true);
      const { code, message } = (await one(task.place, task.kind === 'skip' ? task.error : null, taken)) ?? {};
      if (task.kind === 'push') ended(false, code, message);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, worker));
  } finally {
    engine('queueFree', order);
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
