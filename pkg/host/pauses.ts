// The pauses that systems have asked for: told to the other tabs, shown, and ended by a person.
import type { HostContext } from './context.js';
import { engine, type ToldPause } from './engine.js';
import type { StoreChange } from './store.js';

/** A pause that a system has asked for: until it ends, nothing is sent to this base URL. */
export interface Pause {
  baseUrl: string;
  since: string;
  /** An hour after `since` at most, whatever the system has asked for. */
  until: string;
}

/** Stores what was decided of a pause, and tells it. Whoever misses it hears from the system itself. */
export async function tellPause(context: HostContext, pause: ToldPause, changes: StoreChange[]): Promise<void> {
  context.channel.post({ kind: 'pause', ...pause });
  await context.store.write(changes).catch(() => {});
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
