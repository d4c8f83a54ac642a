/**
 * Some runs of the campaign with a fixed seed, and that it catches a push that looks at nothing. Hundreds more run in virtual
 * time, outside the browser (tests/campaign).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { campaign } from './lib/campaign.mjs';

const first = (count) => Array.from({ length: count }, (_, number) => number);

const tell = ({ number, plan, faults, said }) => {
  if (faults.length > 0) console.log(`run ${number} (${plan.system}): ${faults.join('; ')} [${said.join(', ')}]`);
};

test('ten runs lose, double and reorder nothing', async () => {
  const sum = await campaign({ seed: 1, numbers: first(10), tell });
  console.log(JSON.stringify(sum));
  assert.ok(sum.passed, JSON.stringify(sum));
});

test('without reconciliation the campaign fails', async () => {
  const hasDoubled = ({ faults }) => faults.some((fault) => fault.startsWith('doubled'));
  // The first of them is one that has doubled before: most need no more.
  const numbers = [6, ...first(30)];
  const sum = await campaign({ seed: 1, numbers, blind: true, enough: hasDoubled });
  assert.ok(!sum.passed && sum.doubled > 0, JSON.stringify(sum));
});
