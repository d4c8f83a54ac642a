// How well a bulk uses its places, but at its beginning and its end: in memory, since how fast a disk is is another matter.
import { expect, test } from 'vitest';

import { caseWith } from '../lib/cases.js';
import { open, save, servicenow } from '../lib/host.js';
import { fault, noFaults, platformFetch } from '../lib/simulators.js';

const CASES = 200;
const AT_ONCE = 4;

/** How many requests are under way, at each moment at which that changes. */
function counted() {
  const changes = [];
  let inFlight = 0;
  const change = (by) => {
    inFlight += by;
    changes.push({ at: performance.now(), inFlight });
  };
  globalThis.fetch = async (...request) => {
    change(1);
    try {
      // It is under way until all of its answer is there.
      const answer = await platformFetch(...request);
      const { status, statusText, headers } = answer;
      const body = await answer.arrayBuffer();
      return new Response(status === 204 ? null : body, { status, statusText, headers });
    } finally {
      change(-1);
    }
  };
  return changes;
}

/** Of the time between the first and the last moment with all places taken, the part with so many requests under way. */
function partOf(changes, wanted) {
  const full = changes.map(({ inFlight }) => inFlight >= AT_ONCE);
  const [first, last] = [full.indexOf(true), full.lastIndexOf(true)];
  let [all, some] = [0, 0];
  for (let n = first; n < last; n += 1) {
    const lasted = changes[n + 1].at - changes[n].at;
    all += lasted;
    if (changes[n].inFlight === wanted) some += lasted;
  }
  return some / all;
}

test('a bulk of cases that are answered in 20 ms uses nine tenths of its places, and never more than there are', async () => {
  const host = await open('places', { store: 'memory' });
  const connectorId = await save(host, servicenow());
  await fault('servicenow', { kind: 'delay', ms: 20, times: 100_000 });
  const changes = counted();
  try {
    const cases = Array.from({ length: CASES }, (_, n) => caseWith(`places${n}`, 1));
    const results = await host.pushAll(cases, { connectorId });
    expect(results.filter(({ outcome }) => outcome?.state === 'complete')).toHaveLength(CASES);
  } finally {
    globalThis.fetch = platformFetch;
    await noFaults('servicenow');
  }
  const parts = [0, 1, 2, 3, 4].map((n) => partOf(changes, n));
  const shown = parts.map((part, n) => `${n}: ${Math.round(part * 1000) / 10} %`).join(', ');
  console.log(`requests under way, by the time: ${shown}; ${changes.length / 2} requests`);
  expect(Math.max(...changes.map(({ inFlight }) => inFlight))).toBe(AT_ONCE);
  const used = parts.reduce((sum, part, n) => sum + part * n, 0) / AT_ONCE;
  expect(used).toBeGreaterThanOrEqual(0.9);
});
