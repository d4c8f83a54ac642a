// A tab dies while Kibana pushes for it. Kibana may have carried out what it was asked, or not: it is never asked twice unless a person
// says that it has not.
import { expect, test } from 'vitest';

import { endOf } from '../lib/host.js';
import { newCase } from '../lib/kibana.js';
import { expectIntentsFirst } from '../lib/play.js';
import { ledger, records, reset, simulator } from '../lib/simulators.js';
import { newProfile, openTab } from '../lib/tab.js';

const options = () => ({ delegate: { kind: 'kibana', url: simulator('kibana'), space: 'soc' } });
const isIntent = ({ kind, table, value }) => kind === 'put' && table === 'journal' && value.answered === false;

const incidents = async ({ id }) => (await records('kibana')).filter(({ fields }) => fields.case === id).length;
const asked = async ({ id }) =>
  (await ledger('kibana')).filter(({ path }) => path.includes(id) && path.endsWith('_push')).length;

/** Pushes with this trouble, then looks again in another tab, and tells it where nothing has arrived. */
async function play(trouble = {}) {
  await reset('kibana');
  const profile = newProfile('delegate');
  const securityCase = await newCase();
  const tab = await openTab(profile, trouble, options());
  tab.begin();
  const end = await tab.until(tab.host.push(securityCase));
  if (end !== 'dead') tab.close();

  const next = await openTab(profile, {}, options());
  const before = await asked(securityCase);
  let outcome = await next.host.push(securityCase);
  if (outcome.state === 'unknown') {
    // It did not ask again by itself.
    expect(await asked(securityCase)).toBe(before);
    expect(await incidents(securityCase)).toBe(0);
    outcome = await next.host.push(securityCase, { settle: { kind: 'notThere' } });
  }
  expect(endOf(outcome)).toBe('complete');
  expect(await incidents(securityCase)).toBe(1);
  expect(await next.host.interrupted()).toEqual([]);
  next.close();
  expectIntentsFirst(profile.journey, isIntent);
  return { end, effects: tab.effects() };
}

test('a push by Kibana is whole whenever its tab dies', async () => {
  const { end, effects } = await play();
  expect(endOf(end)).toBe('complete');
  expect(effects).toBeGreaterThan(3);
  for (let dieAt = 1; dieAt <= effects; dieAt += 1)
    for (const dieAfter of [false, true]) expect((await play({ dieAt, dieAfter })).end).toBe('dead');
});
