// Plays what people do, with a trouble, and judges what has come of it once they have looked again.
import { expect } from 'vitest';

import { faultsOf, incidentsOf } from './cases.js';
import { endOf, parse, SECRETS, save, servicenow } from './host.js';
import { records, reset } from './simulators.js';
import { newProfile, openTab } from './tab.js';

const isIntent = ({ table, value }) => table === 'journal' && value?.event?.kind === 'intent';

/** No write was sent before its intent was stored: at no time are there more writes than intents. */
export function expectIntentsFirst(journey, intentOf = isIntent) {
  let [intents, writes] = [0, 0];
  for (const { kind, changes, method } of journey) {
    if (kind === 'write') intents += changes.filter(intentOf).length;
    else if (method !== 'GET') writes += 1;
    expect(writes, 'a write without its intent').toBeLessThanOrEqual(intents);
  }
}

/** Opens a profile with a connector, and a tab of it in which `before` is done. */
async function prepared({ stories, before }, trouble) {
  const profile = newProfile(stories[0][0].id);
  const tab = await openTab(profile, trouble);
  const connectorId = await save(tab.host, servicenow());
  await before?.(tab.host, connectorId);
  tab.begin();
  return { profile, tab, connectorId };
}

/** What came of what a person did: the states of its outcomes, `dead`, or the code that it was refused with. */
async function endsOf(tab, acting) {
  const end = await tab.until(acting.catch((error) => ({ state: 'refused', error })));
  return end === 'dead' ? end : [end].flat();
}

/**
 * Plays a scenario with this trouble, and looks whether all is whole afterwards. Answers how it ended, and after how many effects and
 * writes of the storage.
 */
export async function play(newScenario, trouble = {}) {
  // Else the system would look through the incidents of all the others.
  await reset('servicenow');
  const scenario = newScenario();
  const stage = await prepared(scenario, trouble);
  const { tab } = stage;
  const ends = await endsOf(tab, scenario.act(tab.host, stage.connectorId));
  if (ends !== 'dead') tab.close();
  await expectWholeAfterwards(scenario, stage);
  return { ends, effects: tab.effects(), writes: tab.writes() };
}

/** Opens a new tab and looks again: then all has arrived, once and in order, and nothing is left to do. */
async function expectWholeAfterwards({ stories, act, again = act, check, closes = false }, { profile, connectorId }) {
  const tab = await openTab(profile);
  await tab.host.setSecrets(connectorId, SECRETS);
  const outcomes = await endsOf(tab, again(tab.host, connectorId));
  expect(outcomes.map(endOf)).toEqual(outcomes.map(() => 'complete'));
  if (closes) expect(parse(outcomes.at(-1).updatedCase).status).toBe('closed');
  expect(await tab.host.interrupted()).toEqual([]);
  await check?.(tab.host);
  tab.close();
  const all = await records('servicenow');
  for (const versions of stories) {
    expect(faultsOf(all, ...versions)).toEqual([]);
    const [incident] = incidentsOf(all, versions[0]);
    // The Markdown of the last version, without its marks.
    expect(incident.fields.description).toContain(versions.at(-1).description.replaceAll('**', ''));
  }
  expectIntentsFirst(profile.journey);
}
