// Tabs that die, and a storage that refuses.
import { CaseConnectors, init } from 'case-connectors';

import { sharedLocks } from './local-locks.js';
import { memoryStore, storeError } from './memory-store.js';
import { platformFetch } from './simulators.js';

await init();

const never = () => new Promise(() => {});

/** What stays when a tab dies: the storage, and who holds which lock. What tabs do to the world is noted, in its order. */
export function newProfile(name) {
  return { name, store: memoryStore(), locks: sharedLocks(), journey: [], inFlight: 0, mostInFlight: 0 };
}

/** The tab that is in front, which is the one opened last: no request says which host sends it, so all of them count as this one's. */
let front = null;

globalThis.fetch = (...request) => (front === null ? platformFetch(...request) : front.send(request));

const NO_TROUBLE = { dieAt: Infinity, dieAfter: false, refuse: () => false, jumpAt: Infinity, jumpMs: 0 };

/**
 * Opens a tab, and what may happen to it. Effects are writes of its storage and requests, counted from one once `begin()` is called.
 *
 * - `dieAt`: before this effect it dies, or right after it with `dieAfter`: from then on nothing that it asks for is ever answered.
 * - `refuse(n)`: whether the storage refuses its nth write.
 * - `jumpAt`: before this effect the clock jumps, by `jumpMs`.
 */
export async function openTab(profile, trouble = {}, options = {}) {
  const { dieAt, dieAfter, refuse, jumpAt, jumpMs } = { ...NO_TROUBLE, ...trouble };
  const locks = profile.locks.ofTab();
  let [hasBegun, isDead, effects, writes, time] = [false, false, 0, 0, Date.now()];
  let die;
  const death = new Promise((resolve) => {
    die = () => {
      isDead = true;
      locks.end();
      resolve('dead');
    };
  });

  /** Does something that others see, unless the tab dies before. */
  async function effect(act) {
    if (isDead) return never();
    if (!hasBegun) return act();
    effects += 1;
    const number = effects;
    if (number === jumpAt) time += jumpMs;
    if (number === dieAt && !dieAfter) {
      die();
      return never();
    }
    const result = await act();
    if (number === dieAt) die();
    return isDead ? never() : result;
  }

  function write(kind, act, changes) {
    return effect(async () => {
      if (hasBegun) {
        writes += 1;
        if (refuse(writes)) throw storeError('STORE_FULL', 'There is no room left.');
      }
      const result = await act();
      profile.journey.push({ kind, changes });
      return result;
    });
  }

  const { store } = profile;
  const alive = async (act) => (isDead ? never() : act());
  const own = {
    get: (table, key) => alive(() => store.get(table, key)),
    entries: (table, prefix) => alive(() => store.entries(table, prefix)),
    write: (changes) => write('write', () => store.write(changes), changes),
    exchange: (table, key, change) => write('write', () => store.exchange(table, key, change), []),
    close: () => store.close(),
  };
  const clock = {
    now: () => time,
    sleep: async (ms) => {
      // Whatever a push waits for has passed at once.
      time += ms;
      await new Promise((done) => setImmediate(done));
      if (isDead) await never();
    },
  };

  const tab = {
    send: ([input, init]) =>
      effect(async () => {
        profile.journey.push({ kind: 'request', method: init?.method ?? input.method });
        profile.inFlight += 1;
        profile.mostInFlight = Math.max(profile.mostInFlight, profile.inFlight);
        try {
          return await platformFetch(input, init);
        } finally {
          profile.inFlight -= 1;
        }
      }),
    host: null,
    /** How many effects there were since `begin()`, and how many of them were writes of the storage. */
    effects: () => effects,
    writes: () => writes,
    begin: () => {
      hasBegun = true;
    },
    toFront: () => {
      front = tab;
    },
    /** What comes of something, or `dead`. */
    until: (promise) => Promise.race([promise, death]),
    close() {
      tab.host.close();
      locks.end();
      front = null;
    },
  };
  tab.toFront();
  tab.host = await CaseConnectors.open({ name: profile.name, store: own, locks, clock, ...options });
  return tab;
}
