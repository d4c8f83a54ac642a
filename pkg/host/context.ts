// What the parts of a host share, and how they read and write what is stored.
import type { License } from '../form-types.js';
import type { AbortController } from '../platform.js';
import type { Delegate, OpenOptions, PushProgress } from '../types.js';
import type { Channel } from './channel.js';
import type { Clock } from './clock.js';
import type { SealingKey } from './crypto.js';
import { type Change, type Entry, engine, hostError } from './engine.js';
import type { OwnLocks } from './locks.js';
import type { Places } from './places.js';
import type { Running } from './push.js';
import type { QueueRun } from './queue-run.js';
import type { Store, StoreChange } from './store.js';

export interface HostContext {
  readonly store: Store;
  readonly locks: OwnLocks;
  readonly channel: Channel;
  readonly clock: Clock;
  /** The engine's handle of this host. */
  readonly handle: number;
  /** How many requests may be under way at once to one base URL. */
  readonly concurrency: number;
  /** The places for requests to a base URL. */
  places(baseUrl: string): Places;
  /** The runs of the queue in this tab. */
  readonly runs: Set<QueueRun>;
  /** The pushes under way in this tab. */
  readonly running: Set<Running>;
  /** What must end before the storage is closed. */
  readonly underWay: Set<Promise<unknown>>;
  /** Aborts when it is closed. */
  readonly closing: AbortController;
  /** Who follows the pushes of all tabs from here. */
  readonly listeners: Set<(progress: PushProgress) => void>;
  /** Who follows the queue of all tabs from here. */
  readonly queueListeners: Set<() => void>;
  /** Tells all tabs, this one included, how a push is getting on. */
  tell(progress: PushProgress): void;
  /** Hears of each request and its answer, without their secrets. */
  readonly onExchange: OpenOptions['onExchange'];
  /** Sends the requests to the delegate in place of the platform. */
  readonly delegateSend: Delegate['send'];
  /** The licence that counts now. */
  license(): License | null;
  /** The key of a passphrase, while it is unlocked, and how often somebody has locked or wiped. */
  readonly vault: { key: SealingKey | null; locked: number };
}

/** One licence for as long as the host is open, or a function that says which one counts now. */
export function licensing(given: License | null | undefined | (() => License | null)): () => License | null {
  if (typeof given !== 'function') {
    const license = engine('licenseOf', given);
    return () => license;
  }
  return () => {
    let license: License | null;
    try {
      license = given();
    } catch {
      // It says nothing of the licence, which must not mean "no limit".
      throw hostError('OPTIONS_INVALID', 'The function license has failed.', 'license');
    }
    return engine('licenseOf', license);
  };
}

/** Two tabs that save at once would miss each other's names and ids, and seal with two keys. */
export async function alone<T>({ locks }: HostContext, work: () => Promise<T>): Promise<T> {
  const release = await locks.acquire('case-connectors/connectors', { ifHeld: 'wait' });
  try {
    return await work();
  } finally {
    release?.();
  }
}

/** Changes as they are written: a record that is set aside goes along as it was found among these. */
export function complete(changes: readonly Change[], found: readonly Entry[]): StoreChange[] {
  const values = new Map(found);
  return changes.map((change) => {
    if (change.kind !== 'put' || change.table !== 'aside') return change;
    const { key } = change.value;
    return withMembers(change, { value: values.get(String(key)) });
  });
}

/** A record that is written with what the engine has no use for: bytes, a key. */
export const withMembers = (change: Extract<Change, { kind: 'put' }>, members: object): StoreChange => ({
  ...change,
  value: { ...change.value, ...members },
});

/** A record without what the engine has no use for. */
export const withoutBytes = (record: unknown): object =>
  Object.fromEntries(Object.entries(record ?? {}).filter(([, value]) => typeof value !== 'object'));
