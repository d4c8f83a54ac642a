// The pauses that systems have asked for: told to the other tabs, shown, and ended by a person.
import type { HostContext } from './context.js';
import { engine, type ToldPause } from './engine.js';
import type { Release } from './locks.js';
import type { StoreChange } from './store.js';

/** A pause that a system has asked for: until it ends, nothing is sent to this base URL. */
export interface Pause {
  baseUrl: string;
  since: string;
  /** An hour after `since` at most, whatever the system has asked for. */
  until: string;
}

/** Stores what an answer has told, and tells a pause. Whoever misses it hears from the system itself. */
export async function keepTold(context: HostContext, pause: ToldPause | null, changes: StoreChange[]): Promise<void> {
  if (pause !== null) context.channel.post({ kind: 'pause', ...pause });
  if (changes.length > 0) await context.store.write(changes).catch(() => {});
}

/**
 * After a pause that was cut short one request may find out whether the system answers again: `null` where another one does, in
 * whichever tab. Who may has looked what the last one has found.
 */
export async function mayTry({ store, locks, handle }: HostContext, baseUrl: string): Promise<Release | null> {
  // Where no lock can be had: it is a courtesy, and no push stops for it.
  const release = await locks.acquire(engine('tryLock', baseUrl), { ifHeld: 'giveUp' }).catch(() => () => {});
  if (release !== null) {
    const found = (stored: unknown) => engine('pauseFound', handle, baseUrl, stored);
    await store.get('pauses', baseUrl).then(found, () => {});
  }
  return release;
}

export async function pauses({ store, handle, clock }: HostContext): Promise<Pause[]> {
  return engine('pausesShown', handle, await store.entries('pauses', ''), clock.now());
}

export async function endPause(context: HostContext, baseUrl: string): Promise<void> {
  const { store, handle, channel, clock } = context;
  const { pause, changes } = engine('pauseEnd', handle, baseUrl, clock.now());
  channel.post({ kind: 'pause', ...pause });
  await store.write(changes);
}
