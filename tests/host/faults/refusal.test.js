// A storage that refuses: a write, or everything from one on.
import { describe, expect, test } from 'vitest';

import { caseWith } from '../lib/cases.js';
import { codeOf, endOf, save, servicenow } from '../lib/host.js';
import { play } from '../lib/play.js';
import { SCENARIOS } from '../lib/scenarios.js';
import { ledger, reset } from '../lib/simulators.js';
import { newProfile, openTab } from '../lib/tab.js';

describe.each(Object.entries(SCENARIOS))('%s', (_, newScenario) => {
  test('says so where the storage refuses, and is whole once it has room again', async () => {
    const { writes } = await play(newScenario);
    expect(writes).toBeGreaterThan(2);
    for (let from = 1; from <= writes; from += 1) {
      for (const to of [from, Infinity]) {
        const { ends } = await play(newScenario, { refuse: (n) => from <= n && n <= to });
        // What is written at the end only tidies up: that all has arrived is true without it.
        for (const end of ends)
          if (end.state !== 'complete') expect(endOf(end), `writes ${from} to ${to}`).toMatch(/ STORE_FULL$/);
      }
    }
  });
});

test('where nothing can be stored, nothing is sent', async () => {
  await reset('servicenow');
  const tab = await openTab(newProfile('full'), { refuse: () => true });
  const connectorId = await save(tab.host, servicenow());
  tab.begin();
  expect(await codeOf(tab.host.push(caseWith('full', 1), { connectorId }))).toBe('STORE_FULL');
  expect(await codeOf(tab.host.pushAll([caseWith('full', 1)], { connectorId }))).toBe('STORE_FULL');
  expect(await codeOf(tab.host.saveConnector(servicenow({ name: 'Another' })))).toBe('STORE_FULL');
  expect(await tab.host.connectors()).toHaveLength(1);
  tab.close();
  expect(await ledger('servicenow')).toEqual([]);
});
