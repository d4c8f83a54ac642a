/**
 * The fault campaign: `node campaign.mjs --seed S --runs N [--only NUMBER] [--without-reconciliation]`.
 *
 * PACKAGE_TARBALL, SIMULATORS_BIN and CHROMIUM_PATH name what it drives; `cargo xtask campaign faults` sets them.
 * The exit status is 1 where anything was lost, doubled or out of order, or too much ended unknown.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { run } from './lib/run.mjs';
import { schedule } from './lib/schedule.mjs';
import { serve } from './lib/site.mjs';
import { World } from './lib/world.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '100' },
    only: { type: 'string' },
    'without-reconciliation': { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const numbers = values.only === undefined ? Array.from({ length: Number(values.runs) }, (_, n) => n) : [Number(values.only)];
/** A person can wait for so long, and no run is worth more. */
const LONGEST_MS = 60_000;
/** In a hundred runs in which the system could be read, fewer than one may end unknown. */
const MOST_UNKNOWN = 0.01;

const site = await serve(process.env.PACKAGE_TARBALL);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH || undefined,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking'],
});
const results = [];
const waiting = [...numbers];
const begin = Date.now();

async function work() {
  const world = await World.start(process.env.SIMULATORS_BIN);
  try {
    for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
      const plan = schedule(seed, number);
      const since = Date.now();
      let late;
      const tooLong = new Promise((_, fail) => { late = setTimeout(fail, LONGEST_MS, new Error('took too long')); });
      const result = await Promise.race([
        run(plan, { world, browser, url: site.url, blind: values['without-reconciliation'] }),
        tooLong,
      ]).catch((error) => ({ unknown: false, faults: [`broke off: ${error.stack}`], said: [] }));
      clearTimeout(late);
      results.push({ number, system: plan.system, ms: Date.now() - since, ...result });
      if (result.faults.length > 0) console.log(`run ${number} (${plan.system}): ${result.faults.join('; ')} [${result.said.join(', ')}]`);
      else if (result.unknown) console.log(`run ${number} (${plan.system}): unknown until it was settled [${result.said.join(', ')}]`);
      if (results.length % 50 === 0) console.log(`${results.length} of ${numbers.length} runs, ${Math.round((Date.now() - begin) / 1000)} s`);
      if (values.only !== undefined) console.log(JSON.stringify({ plan, result }, null, 2));
    }
  } finally {
    world.stop();
  }
}

await Promise.all(Array.from({ length: Math.min(availableParallelism() + 1, numbers.length) }, work));
await browser.close();
site.stop();

const count = (kind) => results.filter(({ faults }) => faults.some((fault) => fault.startsWith(kind))).length;
const unknown = results.filter((result) => result.unknown).length;
const failed = results.filter(({ faults }) => faults.length > 0);
const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
console.log(`
seed ${seed}, ${results.length} runs, ${Math.round((Date.now() - begin) / 1000)} s; a run took ${times[times.length >> 1]} ms (median), ${times.at(-1)} ms (longest)
lost ${count('lost')}, doubled ${count('doubled')}, out of order ${count('out of order')}, not complete ${count('did not complete')}, broken off ${count('broke off')}
unknown until settled: ${unknown}`);
const passed = failed.length === 0 && unknown < Math.max(1, results.length * MOST_UNKNOWN);
process.exitCode = passed ? 0 : 1;
