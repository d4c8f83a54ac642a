// Locks where the platform has none: leases in the store, which their holders renew. Whether one may be taken or renewed the
// engine decides.
import type { AbortSignal } from '../platform.js';
import { onAbort } from './abort.js';
import type { Channel } from './channel.js';
import { platformClock } from './clock.js';
import { unique } from './crypto.js';
import { engine } from './engine.js';
import { inTurn, localLocks } from './local-locks.js';
import type { Locks, OwnLocks, Release } from './locks.js';
import { aborted } from './one-of.js';
import type { Store } from './store.js';

export function leases(store: Store, channel: Channel): OwnLocks {
  // Within this process people queue here, so that one of them alone looks into the store.
  const local = localLocks();
  /** Who waits for a look, by the name of the lease: news that it was given back end the wait. */
  const sleepers = new Map<string, AbortController>();
  channel.listen((message) => {
    if (message.kind === 'free') sleepers.get(message.lock)?.abort();
  });
  const ours = new Set<string>();
  /** Leases that are being given back. */
  const freeing = new Set<Promise<void>>();

  const acquire: Locks['acquire'] = async (name, { ifHeld, signal }) => {
    const first = await local.acquire(name, { ifHeld, signal });
    if (!first) return null;
    try {
      const owner = await claim(name, ifHeld, signal);
      if (owner !== null) return held(name, owner, first);
    } catch (thrown) {
      first();
      throw thrown;
    }
    first();
    return null;
  };

  /** The name of the new holder, which nobody else has; `null` where another one holds it and `ifHeld` is `giveUp`. */
  async function claim(name: string, ifHeld: string, signal: AbortSignal | null | undefined): Promise<string | null> {
    const owner = unique();
    const { lookMs } = engine('leaseTimes');
    const leave = onAbort(signal, () => sleepers.get(name)?.abort());
    try {
      let seen: unknown = null;
      let isNews = false;
      for (;;) {
        // Before the look, so that no news are missed.
        const news = new AbortController();
        sleepers.set(name, news);
        let look: unknown = null;
        const isOurs = await store.exchange('leases', name, (stored) => {
          const claimed = engine('leaseClaim', owner, seen, stored);
          look = claimed.seen;
          return claimed.lease ?? undefined;
        });
        if (isOurs) return owner;
        if (ifHeld === 'giveUp') {
          watch(name);
          return null;
        }
        // Looks stand for time that has gone by: one that news have brought about does not count.
        if (!isNews) seen = look;
        if (!signal?.aborted) await platformClock.sleep(lookMs, news.signal);
        if (signal?.aborted) throw aborted();
        isNews = news.signal.aborted;
      }
    } finally {
      sleepers.delete(name);
      leave();
    }
  }

  function held(name: string, owner: string, next: Release): Release {
    let isGivenBack = false;
    ours.add(name);
    const renew = async () => {
      const { renewMs } = engine('leaseTimes');
      for (;;) {
        await platformClock.sleepAside(renewMs);
        if (isGivenBack) return;
        const renewed = store.exchange('leases', name, (stored) => engine('leaseRenew', owner, stored) ?? undefined);
        // A store that fails once may not fail at the next time. Where somebody has taken over, the journal refuses our next record.
        if (!(await renewed.catch(() => true))) return;
      }
    };
    void renew();
    return () => {
      if (isGivenBack) return;
      isGivenBack = true;
      ours.delete(name);
      const freed = store.exchange('leases', name, (stored) => (engine('leaseIsOf', owner, stored) ? null : undefined));
      // What cannot be given back ends by itself.
      const over = freed
        .catch(() => {})
        .then(() => {
          freeing.delete(over);
          next();
          channel.post({ kind: 'free', lock: name });
        });
      freeing.add(over);
    };
  }

  /** Whose holders are being looked at for somebody who does not wait. */
  const watched = new Set<string>();

  /** Who gives up does not see whether the holder has died: it is found out aside, so that a later one gets the lease. */
  function watch(name: string): void {
    if (watched.has(name)) return;
    watched.add(name);
    const isOver = () => watched.delete(name);
    isHeld(name, platformClock.sleepAside).then(isOver, isOver);
  }

  /** A holder that died has left its lease: whether it is renewed tells after some looks. */
  async function isHeld(name: string, sleep: (ms: number) => Promise<void> = platformClock.sleep): Promise<boolean> {
    const { lookMs } = engine('leaseTimes');
    let seen: unknown = null;
    for (;;) {
      if (ours.has(name)) return true;
      let isKnown: boolean | null = null;
      let next: unknown = null;
      await store.exchange('leases', name, (stored) => {
        const look = engine('leaseLook', seen, stored);
        [isKnown, next] = [look.isHeld, look.seen];
        return look.isLeft ? null : undefined;
      });
      if (isKnown !== null) return isKnown;
      seen = next;
      await sleep(lookMs);
    }
  }

  return {
    acquire,
    acquireOne: inTurn(acquire),
    freed: () => (freeing.size > 0 ? Promise.all(freeing) : null),
    async held() {
      const all = await store.entries('leases', '');
      // Earlier versions have left those that were given back as records.
      const perhaps = all.filter(([, stored]) => engine('leaseLook', null, stored).isHeld !== false);
      const held = await Promise.all(perhaps.map(([name]) => isHeld(name)));
      return perhaps.flatMap(([name], at) => (held[at] ? name : []));
    },
  };
}
