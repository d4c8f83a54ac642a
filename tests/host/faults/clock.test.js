// A clock that is put back or forward while something is under way: nothing that counts is decided by it.
import { describe, expect, test } from 'vitest';

import { caseWith } from '../lib/cases.js';
import { endOf, save, servicenow } from '../lib/host.js';
import { play } from '../lib/play.js';
import { SCENARIOS } from '../lib/scenarios.js';
import { fault, ledger, noFaults, reset } from '../lib/simulators.js';
import { newProfile, openTab } from '../lib/tab.js';

const JUMPS = { 'an hour back': -3_600_000, 'a day forward': 86_400_000 };
const STORIES = ['a first push', 'an edited comment', 'a push that failed is resumed'].map((name) => [
  name,
  SCENARIOS[name],
]);

describe.each(STORIES)('%s', (_, newScenario) => {
  test.each(Object.entries(JUMPS))('%s: is whole whenever the clock jumps', async (_, jumpMs) => {
    const { effects } = await play(newScenario);
    for (let jumpAt = 1; jumpAt <= effects; jumpAt += 1) {
      const { ends } = await play(newScenario, { jumpAt, jumpMs });
      expect(ends.map(endOf), `at ${jumpAt}`).toEqual(ends.map(() => 'complete'));
    }
  });
});

test('a pause that a system asked for ends at once where the clock is put back', async () => {
  await reset('servicenow');
  const profile = newProfile('pause');
  const tab = await openTab(profile, { jumpAt: 1, jumpMs: JUMPS['an hour back'] });
  const connectorId = await save(tab.host, servicenow());
  const push = () => tab.host.push(caseWith('pause', 1), { connectorId });
  await fault('servicenow', { kind: 'rateLimit', retryAfter: 3_000 });
  expect(endOf(await push())).toBe('failed RATE_LIMITED');
  await noFaults('servicenow');
  const asked = (await ledger('servicenow')).length;
  expect(endOf(await push())).toBe('failed RATE_LIMITED');
  expect(await ledger('servicenow')).toHaveLength(asked);
  // With the next effect it is an hour earlier than when the pause was asked for.
  tab.begin();
  expect(endOf(await push())).toBe('complete');
  tab.close();
});
