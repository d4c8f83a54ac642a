// Two tabs of one browser at once.
import { beforeEach, expect, test } from 'vitest';

import { caseWith, faultsOf } from '../lib/cases.js';
import { endOf, SECRETS, save, servicenow } from '../lib/host.js';
import { records, reset } from '../lib/simulators.js';
import { newProfile, openTab } from '../lib/tab.js';

beforeEach(() => reset('servicenow'));

/** Two tabs of a new profile, which has a connector. The first has this trouble. */
async function twoTabs(name, trouble, options) {
  const profile = newProfile(name);
  const second = await openTab(profile, {}, options);
  const connectorId = await save(second.host, servicenow());
  const first = await openTab(profile, trouble, options);
  await first.host.setSecrets(connectorId, SECRETS);
  return { profile, first, second, connectorId };
}

test('both push one case, and it arrives once', async () => {
  const { first, second, connectorId } = await twoTabs('both');
  const securityCase = caseWith('both', 3);
  const outcomes = await Promise.all([first, second].map(({ host }) => host.push(securityCase, { connectorId })));
  expect(outcomes.map(endOf)).toEqual(['complete', 'complete']);
  expect(outcomes.map(({ writes }) => writes).sort()).toEqual([0, 4]);
  expect(faultsOf(await records('servicenow'), securityCase)).toEqual([]);
  expect(await first.host.interrupted()).toEqual([]);
  first.close();
  second.close();
});

test('both push five cases at once, and each arrives once', async () => {
  const { first, second, connectorId } = await twoTabs('bothmany');
  const cases = [1, 2, 3, 4, 5].map((n) => caseWith(`bothmany${n}`, 1));
  const all = await Promise.all([first, second].map(({ host }) => host.pushAll(cases, { connectorId })));
  for (const { outcome, error } of all.flat()) {
    // What the other tab has finished meanwhile is not pending any more.
    expect(outcome?.state ?? error.code).toMatch(/^complete$|^NOTHING_PENDING$/);
  }
  for (const [n, securityCase] of cases.entries()) {
    expect(all.some((results) => results[n].outcome?.state === 'complete')).toBe(true);
    expect(faultsOf(await records('servicenow'), securityCase)).toEqual([]);
  }
  expect(await second.host.interrupted()).toEqual([]);
  first.close();
  second.close();
});

/** How many requests of all tabs were on their way at once, at most, while something was done. */
async function mostInFlight(profile, act) {
  profile.mostInFlight = 0;
  await act();
  return profile.mostInFlight;
}

test.each([1, 2, 4])('with a concurrency of %i so many pushes run at once, over both tabs', async (concurrency) => {
  const id = `places${concurrency}`;
  const { profile, first, second, connectorId } = await twoTabs(id, {}, { concurrency });
  const cases = (tab) => [1, 2, 3, 4, 5].map((n) => caseWith(`${id}${tab}${n}`, 1));
  const most = await mostInFlight(profile, () =>
    Promise.all([first, second].map(({ host }, tab) => host.pushAll(cases(tab), { connectorId }))),
  );
  expect(most).toBe(concurrency);
  first.close();
  second.close();
});

test('both save connectors, and none is lost', async () => {
  const { first, second } = await twoTabs('saves');
  const saving = [first, second].flatMap(({ host }, tab) =>
    [1, 2, 3].map((n) => save(host, servicenow({ name: `Tab ${tab}, connector ${n}` }))),
  );
  const ids = await Promise.all(saving);
  expect(new Set(ids).size).toBe(6);
  const stored = await second.host.connectors();
  expect(stored.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  expect(stored).toHaveLength(7);
  first.close();
  second.close();
});

test('both save a connector under one name, and one of them is told', async () => {
  const { first, second } = await twoTabs('names');
  const both = [first, second].map(({ host }) => host.saveConnector(servicenow({ name: 'The same' })));
  const isTold = ({ problems }) => problems.some(({ code }) => code === 'NAME_DUPLICATE');
  expect((await Promise.all(both)).map(isTold).sort()).toEqual([false, true]);
  first.close();
  second.close();
});

test('one dies at a write while the other waits for it, and the other makes it whole', async () => {
  const securityCase = (id) => caseWith(id, 2);
  const run = async (id, trouble) => {
    const { first, second, connectorId } = await twoTabs(id, trouble);
    // The requests of both count as the second's, so that the effects of the first are its writes.
    second.toFront();
    first.begin();
    const dying = first.until(first.host.push(securityCase(id), { connectorId }));
    const other = await second.host.push(securityCase(id), { connectorId });
    expect(endOf(other)).toBe('complete');
    expect(faultsOf(await records('servicenow'), securityCase(id)), JSON.stringify(trouble)).toEqual([]);
    expect(await second.host.interrupted()).toEqual([]);
    second.close();
    return { end: await dying, writes: first.writes() };
  };
  const { writes } = await run('pairwhole', {});
  expect(writes).toBeGreaterThan(5);
  for (let dieAt = 1; dieAt <= writes; dieAt += 1) {
    const { end } = await run(`pair${dieAt}`, { dieAt });
    expect(end).toBe('dead');
  }
});
