// What all kinds of locks share.
import type { AbortSignal } from '../platform.js';
import { onAbort } from './abort.js';
import { hostError } from './engine.js';
import type { Locks, Release } from './locks.js';

/** What waiting for a lock ends with where the signal aborts. */
export const aborted = () => hostError('ABORTED');

/** One of several names by the `acquire` of one: whoever is granted first is kept, the others are withdrawn. */
export async function oneOf(
  acquire: Locks['acquire'],
  names: readonly string[],
  signal: AbortSignal | null | undefined,
): Promise<Release> {
  // One that is free takes no queueing for the others, which they would see as held for a moment.
  for (const name of names) {
    const release = await acquire(name, { ifHeld: 'giveUp', signal });
    if (release) return release;
  }
  const waiting = new AbortController();
  const withdraw = () => waiting.abort();
  if (signal?.aborted) withdraw();
  const leave = onAbort(signal, withdraw);
  const state: { won: Release | null; isOver: boolean } = { won: null, isOver: false };
  const one = async (name: string) => {
    const release = await acquire(name, { ifHeld: 'wait', signal: waiting.signal });
    // Granted before it could be withdrawn.
    if (state.isOver || state.won) release?.();
    else state.won = release;
  };
  try {
    await Promise.race(names.map(one));
    return state.won as unknown as Release;
  } catch (thrown) {
    // Granted in the same moment.
    (state.won as Release | null)?.();
    throw thrown;
  } finally {
    state.isOver = true;
    leave();
    withdraw();
  }
}
