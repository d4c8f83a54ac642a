// The time, and waiting: the platform's, or what the host's user passed in its place.
import type { AbortSignal } from '../platform.js';
import { onAbort } from './abort.js';
import { hostError } from './engine.js';

/** In place of the platform's clock, for tests: milliseconds since 1970, and a wait. */
export interface HostClock {
  now(): number;
  sleep(ms: number): Promise<void>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits, or less where the signal aborts. */
  sleep(ms: number, signal?: AbortSignal | null): Promise<void>;
  /** Waits for something that nobody else waits for: Node may end meanwhile. */
  sleepAside(ms: number): Promise<void>;
}

/** The clock that was passed, or the platform's. */
export function clockOf(given: HostClock | null | undefined): Clock {
  if (given === undefined || given === null) return platformClock;
  if (typeof given.now !== 'function' || typeof given.sleep !== 'function') {
    throw hostError('OPTIONS_INVALID', 'clock needs now() and sleep(ms).', 'clock');
  }
  const sleep: Clock['sleep'] = (ms, signal) => unlessAborted(signal, () => [given.sleep(ms), () => {}]);
  return { now: () => given.now(), sleep, sleepAside: (ms) => sleep(ms) };
}

/** What some things go by whatever clock was passed: who waits for another process waits in its time. */
export const platformClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) => unlessAborted(signal, () => timer(ms)),
  sleepAside: (ms) => timer(ms, 'aside')[0],
};

/** The longest that the platform waits: a longer timer would go off at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** A promise that is kept after so long, and what calls it off. */
function timer(ms: number, aside?: 'aside'): [over: Promise<void>, callOff: () => void] {
  let current: ReturnType<typeof setTimeout>;
  const over = new Promise<void>((resolve) => {
    const wait = (rest: number) => {
      current = setTimeout(() => (rest > LONGEST_MS ? wait(rest - LONGEST_MS) : resolve()), Math.min(rest, LONGEST_MS));
      if (aside) letEnd(current);
    };
    wait(ms);
  });
  return [over, () => clearTimeout(current)];
}

function unlessAborted(
  signal: AbortSignal | null | undefined,
  begin: () => [over: Promise<void>, callOff: () => void],
): Promise<void> {
  if (!signal) return begin()[0];
  if (signal.aborted) return Promise.resolve();
  const [over, callOff] = begin();
  return new Promise((resolve, reject) => {
    const end = () => {
      callOff();
      resolve();
    };
    const leave = onAbort(signal, end);
    over.then(resolve, reject).finally(leave);
  });
}

/** Lets Node end although this is still going to happen. Browsers have no such thing. */
export function letEnd(it: unknown): void {
  (it as { unref?: () => void }).unref?.();
}
