// A run of the queue: somebody works at it, until nothing is left or somebody stops it.
import type { AbortController } from '../platform.js';
import { abortable } from './abort.js';
import type { HostContext } from './context.js';
import { engine } from './engine.js';

export interface QueueRun {
  /** Breaks off what is under way, which is still to be done then. Each run has its own: who goes on after a stop is not stopped. */
  readonly stop: AbortController;
  /** How often the queue had been stopped when it began. */
  readonly stops: number;
}

/** Whether the queue is stopped, and how often it was. */
export async function readMark({ store }: HostContext): Promise<{ isPaused: boolean; stops: number }> {
  return engine('queueMark', await store.get('settings', engine('queueKey')), undefined);
}

/** Stops the queue as it is stored, or lets it go on. Answers how often it was stopped. */
export async function mark({ store }: HostContext, isPaused: boolean): Promise<number> {
  let stops = 0;
  await store.exchange('settings', engine('queueKey'), (record) => {
    const changed = engine('queueMark', record, isPaused);
    stops = changed.stops;
    return changed;
  });
  return stops;
}

/** Breaks off the runs in this tab that began before this stop. */
export function stopHere({ runs }: HostContext, stops: number): void {
  for (const run of runs) if (run.stops < stops) run.stop.abort();
}

/** Whether a run is to begin nothing more. A stop by another process is found in the storage alone. */
export async function isStopped(context: HostContext, run: QueueRun): Promise<boolean> {
  if (run.stop.signal.aborted) return true;
  // Where nothing can be read, the next push says so.
  const { stops } = await readMark(context).catch(() => run);
  return stops > run.stops;
}

/** Does something as a run of the queue, which `signal` stops too. */
export async function asRun<Answer>(
  { runs }: HostContext,
  stops: number,
  signal: unknown,
  work: (run: QueueRun) => Promise<Answer>,
): Promise<Answer> {
  return abortable([signal], async (stop) => {
    const run = { stop, stops };
    runs.add(run);
    try {
      return await work(run);
    } finally {
      runs.delete(run);
    }
  });
}
