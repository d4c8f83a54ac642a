// Works at many cases at once: by connector, so that one whose login is refused is not asked again for each of its cases.
import type { HostContext } from './context.js';
import { engine } from './engine.js';

/** What ended a case: its error, where it has one. */
export type Ended = { code?: string | undefined; message?: string | undefined } | null;

/**
 * Takes one case after the other, several at once, until none is left or it is stopped. `one` gets the place of the case, why it
 * need not be tried, where that is so, and what to call while it waits although its login was taken.
 */
export async function workAt(
  context: HostContext,
  connectorIds: string[],
  isStopped: () => Promise<boolean>,
  one: (place: number, skipped: unknown, waits: () => void) => Promise<Ended>,
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
      const connectorId = connectorIds[task.place];
      if (connectorId === undefined) return;
      const ended = (code?: string, message?: string) => {
        engine('queueEnded', order, connectorId, code, message);
        next.resolve();
        next = deferred();
      };
      let hasWaited = false;
      // It tries the login no longer: those that wait for what came of that need not wait for its looks too.
      const waits = () => {
        if (!hasWaited) ended();
        hasWaited = true;
      };
      const { code, message } = (await one(task.place, task.kind === 'skip' ? task.error : null, waits)) ?? {};
      if (task.kind === 'push' && !(hasWaited && code === undefined)) ended(code, message);
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
