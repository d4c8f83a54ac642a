// Locks across tabs, workers and processes: the interface, and which ones there are where.
import type { AbortSignal } from '../platform.js';
import type { Channel } from './channel.js';
import { leases } from './leases.js';
import { localLocks } from './local-locks.js';
import type { Store } from './store.js';
import { webLocks } from './web-locks.js';

/** Gives a lock back. A second call does nothing. */
export type Release = () => void;

export interface Acquire {
  /** What to do where another one has the lock. */
  ifHeld: 'wait' | 'giveUp';
  signal?: AbortSignal | null | undefined;
}

export interface Locks {
  /**
   * The lock of this name; `null` where another one has it and `ifHeld` is `giveUp`. Rejects with ABORTED where the signal
   * aborts while it waits.
   */
  acquire(name: string, options: Acquire): Promise<Release | null>;
  /** One of these names, whichever is free first. Rejects with ABORTED where the signal aborts while it waits. */
  acquireOne(names: readonly string[], signal?: AbortSignal | null): Promise<Release>;
  /** The names that are held now, by whichever tab or process. */
  held(): Promise<string[]>;
}

/** Locks of the package. */
export interface OwnLocks extends Locks {
  /** Waits for what is just being given back; `null` where nothing is. */
  freed?(): Promise<unknown> | null;
}

/** The locks of this process alone, for all hosts in it. */
const ofThisProcess = localLocks();

/**
 * The locks that go with a store. Web Locks reach as far as IndexedDB does, and end with their tab. Node has them by process
 * alone, so a store that several processes may share has leases in it; memory is shared by none.
 */
export function locksFor(kind: 'indexeddb' | 'memory' | 'own', store: Store, channel: Channel): OwnLocks {
  const manager = globalThis.navigator?.locks;
  if (manager && kind !== 'own') return webLocks(manager);
  return kind === 'memory' ? ofThisProcess : leases(store, channel);
}
