// Web Locks, which the browser frees when a tab dies.
import { hostError } from './engine.js';
import { inTurn } from './local-locks.js';
import type { Locks, Release } from './locks.js';
import { aborted } from './one-of.js';

export function webLocks(manager: LockManager): Locks {
  const request = (name: string, options: LockOptions) =>
    new Promise<Release | null>((resolve, reject) => {
      manager
        .request(name, options, (lock) => {
          if (lock === null) return resolve(null);
          // Held for as long as this is pending.
          return new Promise<void>((release) => resolve(() => release()));
        })
        .catch((thrown) => reject(failure(thrown)));
    });

  const acquire: Locks['acquire'] = async (name, { ifHeld, signal }) => {
    if (signal?.aborted) throw aborted();
    // The platform takes no signal with `ifAvailable`.
    if (ifHeld === 'giveUp') return request(name, { ifAvailable: true });
    return request(name, signal ? { signal: signal as globalThis.AbortSignal } : {});
  };
  return {
    acquire,
    acquireOne: inTurn(acquire),
    async held() {
      const { held = [] } = await manager.query();
      return held.flatMap(({ name }) => name ?? []);
    },
  };
}

function failure(thrown: unknown): Error {
  const { name, message } = thrown as Error;
  if (name === 'AbortError') return aborted();
  const error = hostError('STORE_FAILED');
  error.message += ` The browser says: ${message}`;
  return error;
}
