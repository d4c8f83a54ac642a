// The places for requests to one base URL, shared by all tabs. One that this page holds goes from hand to hand here.
import type { AbortSignal } from '../platform.js';
import { onAbort } from './abort.js';
import { engine } from './engine.js';
import type { Locks, Release } from './locks.js';

export interface Places {
  /** Waits for a place; where the signal aborts, or no lock can be had, goes on without one. Answers what gives it back. */
  take(signal: AbortSignal): Promise<Release>;
}

/** So often a place goes on to the next one here before other tabs have their turn. */
const HANDED_ON = 16;

/** One who waits, with the lock that is asked for in its name. */
interface Waiter {
  asking: AbortController;
  begin(release: Release, handed: number): void;
}

export function openPlaces(locks: Locks, baseUrl: string, concurrency: number): Places {
  const names = engine('placeLocks', baseUrl, concurrency);
  const waiting: Waiter[] = [];

  /** The first has waited longest: it gets the place, whoever asked, and leaves its own asking to that one. */
  const give = (release: Release, handed: number, asked?: Waiter) => {
    const first = waiting.shift();
    if (first === undefined) return release();
    if (asked === undefined || asked === first) first.asking.abort();
    else [first.asking, asked.asking] = [asked.asking, first.asking];
    first.begin(release, handed);
  };

  const ask = async (waiter: Waiter) => {
    const { asking } = waiter;
    const release = await locks.acquireOne(names, asking.signal).catch(() => null);
    const owner = waiting.find((it) => it.asking === asking);
    if (release === null) {
      if (owner === undefined) return;
      // No lock can be had: a place is a courtesy, and no push stops for it.
      waiting.splice(waiting.indexOf(owner), 1);
      owner.begin(() => {}, HANDED_ON);
    } else give(release, 0, owner);
  };

  return {
    take: (signal) =>
      new Promise((resolve) => {
        const stop = () => {
          if (!waiting.includes(waiter)) return;
          waiting.splice(waiting.indexOf(waiter), 1);
          waiter.asking.abort();
          resolve(() => {});
        };
        const waiter: Waiter = {
          asking: new AbortController(),
          begin(release, handed) {
            leave();
            let held = true;
            resolve(() => {
              if (!held) return;
              held = false;
              if (handed < HANDED_ON && waiting.length > 0) give(release, handed + 1);
              else release();
            });
          },
        };
        if (signal.aborted) return resolve(() => {});
        const leave = onAbort(signal, stop);
        waiting.push(waiter);
        void ask(waiter);
      }),
  };
}
