/** Many runs: what was lost, doubled or out of order, and what ended unknown. */
import { chromium } from 'playwright-core';
import { run } from './run.mjs';
import { schedule, slow } from './schedule.mjs';
import { serve } from './site.mjs';
import { World } from './world.mjs';

/** No run is worth more, whatever went wrong. */
const LONGEST_MS = 60_000;
const LONGEST_IN_REAL_TIME_MS = 400_000;

/** So many at once: a run mostly waits, for answers that do not come. Each has simulated systems and profiles of its own. */
const AT_ONCE = 4;
const AT_ONCE_IN_REAL_TIME = 10;

/** In a hundred runs in which the system could be read, fewer than one may end unknown. */
const MOST_UNKNOWN = 0.01;

const BROWSER = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
];

function within(ms, promise) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(fail, ms, new Error(`no end after ${ms} ms`));
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Runs the schedules of a seed with these numbers. PACKAGE_TARBALL, SIMULATORS_BIN and CHROMIUM_PATH name what is driven.
 * `blind` switches reconciliation off: whatever is read answers that nothing is there. No run begins after one that is
 * `enough`. `inRealTime` are those in which a server takes 45 seconds for a write, and the tab dies.
 */
export async function campaign({
  seed,
  numbers,
  blind = false,
  inRealTime = false,
  enough = () => false,
  tell = () => {},
}) {
  const site = await serve(process.env.PACKAGE_TARBALL);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH || undefined, args: BROWSER });
  const results = [];
  const begin = Date.now();
  // All lanes take from the same list.
  const left = numbers.values();
  const lane = async () => {
    const world = await World.start(process.env.SIMULATORS_BIN);
    try {
      for (const number of left) {
        const plan = (inRealTime ? slow : schedule)(seed, number);
        const since = Date.now();
        const broken = (error) => ({ unknown: false, asked: false, faults: [`broke off: ${error.stack}`], said: [] });
        const outcome = await within(
          inRealTime ? LONGEST_IN_REAL_TIME_MS : LONGEST_MS,
          run(plan, { world, browser, url: site.url, blind }),
        ).catch(broken);
        const result = { number, plan, ms: Date.now() - since, ...outcome };
        results.push(result);
        tell(result, results.length);
        if (results.some(enough)) break;
      }
    } finally {
      world.stop();
    }
  };
  try {
    await Promise.all(Array.from({ length: inRealTime ? AT_ONCE_IN_REAL_TIME : AT_ONCE }, lane));
  } finally {
    await browser.close();
    site.stop();
  }
  return summary(results, Date.now() - begin);
}

function summary(results, ms) {
  const count = (kind) => results.filter(({ faults }) => faults.some((fault) => fault.startsWith(kind))).length;
  const times = results.map((result) => result.ms).sort((one, other) => one - other);
  const unknown = results.filter((result) => result.unknown).length;
  const faulty = results.filter(({ faults }) => faults.length > 0).length;
  return {
    runs: results.length,
    seconds: Math.round(ms / 1000),
    medianMs: times[times.length >> 1],
    longestMs: times.at(-1),
    lost: count('lost'),
    doubled: count('doubled'),
    outOfOrder: count('out of order'),
    incomplete: count('did not complete'),
    brokenOff: count('broke off'),
    unknown,
    /** How many runs a person was asked something in: by a browser without a journal, to which nothing proved what was there. */
    asked: results.filter((result) => result.asked).length,
    passed: faulty === 0 && unknown < Math.max(1, results.length * MOST_UNKNOWN),
  };
}
