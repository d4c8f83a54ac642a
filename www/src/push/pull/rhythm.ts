import { createStore } from '../../shared/store';

/*
 * How often this browser looks for changes by itself. It begins with never: each look asks other systems, with the
 * account of whoever entered it, and this page asks nobody anything before a person has said so.
 */

export interface Rhythm {
  /** `0`: only when somebody asks. */
  everyMs: number;
  /** When the latest look of any tab ended, or `0`. */
  lookedAt: number;
}

const KEY = 'case-connectors-dashboard/looks';

const MINUTE = 60_000;

/** What can be chosen: nothing that would use up what a system lets an account ask. */
export const RHYTHMS = [0, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE];

/** So long after somebody has touched the page it counts as used. */
export const USED_MS = MINUTE;

export function createRhythm() {
  const store = createStore(read());
  return {
    store,
    change: (members: Partial<Rhythm>) => {
      const next = { ...read(), ...members };
      try {
        localStorage.setItem(KEY, JSON.stringify(next));
      } catch {
        // It lasts as long as the page.
      }
      store.change(() => next);
    },
    /** Hears of what other tabs have chosen and done, until the answer is called. */
    watch: () => {
      const hear = ({ key }: StorageEvent) => (key === KEY || key === null) && store.change(read);
      addEventListener('storage', hear);
      return () => removeEventListener('storage', hear);
    },
  };
}

function read(): Rhythm {
  try {
    const { everyMs, lookedAt } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Rhythm>;
    return {
      everyMs: RHYTHMS.find((it) => it === everyMs) ?? 0,
      lookedAt: typeof lookedAt === 'number' ? lookedAt : 0,
    };
  } catch {
    return { everyMs: 0, lookedAt: 0 };
  }
}

export interface Moment {
  now: number;
  /** When somebody has last touched the page. */
  usedAt: number;
  isSeen: boolean;
  isOnline: boolean;
  isLooking: boolean;
  vault: { level: 'memory' | 'device' | 'passphrase'; locked: boolean };
}

/** In how many milliseconds a look is due; `null` where something else has to happen first. */
export function dueIn({ everyMs, lookedAt }: Rhythm, moment: Moment): number | null {
  const { now, usedAt, isSeen, isOnline, isLooking, vault } = moment;
  if (everyMs === 0 || !isSeen || !isOnline || isLooking || vault.locked) return null;
  const left = lookedAt + everyMs - now;
  // A look that lies after now was before the clock was set back: it says nothing of how long ago that is.
  if (left > 0 && lookedAt <= now) return left;
  // Each use of a passphrase's secrets puts off its lock: a page that nobody touches must not keep it open.
  return vault.level === 'passphrase' && now - usedAt > USED_MS ? null : 0;
}
