/**
 * The fault campaign: `node campaign.mjs --seed S --runs N [--only NUMBER] [--in-real-time] [--without-reconciliation]`.
 *
 * `cargo xtask campaign faults` builds what it needs and calls it. The exit status is 1 where anything was lost, doubled
 * or out of order, did not complete, or too much ended unknown.
 */
import { parseArgs } from 'node:util';
import { campaign } from './lib/campaign.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1000' },
    only: { type: 'string' },
    'in-real-time': { type: 'boolean', default: false },
    'without-reconciliation': { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const one = values.only !== undefined;
const numbers = one ? [Number(values.only)] : Array.from({ length: Number(values.runs) }, (_, number) => number);

function tell({ number, plan, faults, unknown, said, comments }, done) {
  const name = `run ${number} (${plan.system})`;
  if (faults.length > 0) console.log(`${name}: ${faults.join('; ')} [${said.join(', ')}]`);
  else if (unknown) console.log(`${name}: unknown until it was settled [${said.join(', ')}]`);
  if (one) console.log(JSON.stringify({ plan, result: { faults, unknown, said, comments } }, null, 2));
  else if (done % 50 === 0) console.log(`${done} of ${numbers.length} runs`);
}

const sum = await campaign({
  seed,
  numbers,
  blind: values['without-reconciliation'],
  inRealTime: values['in-real-time'],
  tell,
});
console.log(`
seed ${seed}, ${sum.runs} runs, ${sum.seconds} s; a run took ${sum.medianMs} ms (median), ${sum.longestMs} ms (longest)
lost ${sum.lost}, doubled ${sum.doubled}, out of order ${sum.outOfOrder}, not complete ${sum.incomplete}, broken off ${sum.brokenOff}
unknown until settled: ${sum.unknown}; a person was asked in ${sum.asked}`);
process.exitCode = sum.passed ? 0 : 1;
