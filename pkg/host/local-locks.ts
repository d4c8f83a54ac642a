// Locks of one process: who comes first, is first.
import type { AbortSignal } from '../platform.js';
import { onAbort } from './abort.js';
import type { Locks, Release } from './locks.js';
import { aborted, oneOf } from './one-of.js';

export function localLocks(): Locks {
  /** Who waits for the locks that are held. */
  const queues = new Map<string, Set<(release: Release) => void>>();

  const grant = (name: string): Release => {
    if (!queues.has(name)) queues.set(name, new Set());
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const queue = queues.get(name);
      const [next] = queue ?? [];
      if (!queue || !next) return void queues.delete(name);
      queue.delete(next);
      next(grant(name));
    };
  };

  const wait = (name: string, signal: AbortSignal | null | undefined) =>
    new Promise<Release>((resolve, reject) => {
      const queue = queues.get(name);
      const next = (release: Release) => {
        leave();
        resolve(release);
      };
      queue?.add(next);
      const leave = onAbort(signal, () => {
        leave();
        queue?.delete(next);
        reject(aborted());
      });
    });

  const acquire: Locks['acquire'] = async (name, { ifHeld, signal }) => {
    if (signal?.aborted) throw aborted();
    if (!queues.has(name)) return grant(name);
    return ifHeld === 'giveUp' ? null : wait(name, signal);
  };
  return {
    acquire,
    acquireOne: (names, signal) => oneOf(acquire, names, signal),
    held: async () => [...queues.keys()],
  };
}

/**
 * One of several names for one after the other of this process: if all who wait asked at once, each lock would be granted to the
 * first of them, who has another one by then.
 */
export function inTurn(acquire: Locks['acquire']): Locks['acquireOne'] {
  const queue = localLocks();
  return async (names, signal) => {
    const leave = await queue.acquire(names.join('\n'), { ifHeld: 'wait', signal });
    try {
      return await oneOf(acquire, names, signal);
    } finally {
      leave?.();
    }
  };
}
