// Pauses that systems ask for: how they end.
import { expect, onTestFinished, test } from 'vitest';

import { caseOf, codeOf, endOf, open, save, servicenow, swiftClock } from '../lib/host.js';
import { fault, ledger, noFaults, reset, simulator } from '../lib/simulators.js';

const HOUR = 3_600_000;

/** A clock that stands until somebody sets it or a push waits. */
function setClock() {
  const swift = swiftClock();
  let passed = 0;
  const later = (ms) => {
    passed += ms;
  };
  const sleep = async (ms) => {
    await swift.sleep(ms);
    // Who waits for the answer to the request of another one lets it come.
    await new Promise((turn) => setTimeout(turn));
  };
  return { clock: { now: () => swift.now() + passed, sleep }, later };
}

/** A host whose ServiceNow has asked to be left alone for hours. */
async function paused(name) {
  await reset('servicenow');
  onTestFinished(() => noFaults('servicenow'));
  const { clock, later } = setClock();
  const host = await open(name, { clock });
  const id = await save(host, servicenow());
  await fault('servicenow', { kind: 'rateLimit', retryAfter: 9_999 });
  expect(endOf(await host.push(caseOf(`${name}-1`), { connectorId: id }))).toBe('failed RATE_LIMITED');
  await noFaults('servicenow');
  return { host, id, clock, later };
}

const requests = async () => (await ledger('servicenow')).length;

test('a pause is shown, holds after a reload, and is over after an hour at most', async () => {
  const { host, id, clock, later } = await paused('pause-cap');
  const [pause] = await host.pauses();
  expect(pause.baseUrl).toBe(simulator('servicenow'));
  expect(Date.parse(pause.until) - Date.parse(pause.since)).toBe(HOUR);
  host.close();
  const again = await open('pause-cap', { clock });
  expect(await again.pauses()).toEqual([pause]);
  await again.setSecrets(id, servicenow().secrets);
  const before = await requests();
  const refused = await again.push(caseOf('pause-cap-2'), { connectorId: id });
  expect([endOf(refused), await requests()]).toEqual(['failed RATE_LIMITED', before]);
  expect(refused.error.message).toContain(pause.until);
  later(HOUR);
  expect(await again.pauses()).toEqual([]);
  expect(endOf(await again.push(caseOf('pause-cap-2'), { connectorId: id }))).toBe('complete');
});

test('a person ends a pause, and the other tabs hear of it', async () => {
  const { host, id, clock } = await paused('pause-end');
  const other = await open('pause-end', { clock });
  await other.setSecrets(id, servicenow().secrets);
  expect(await other.pauses()).toHaveLength(1);
  // Another address is not meant.
  for (const wrong of [
    `${simulator('servicenow')}/`,
    simulator('servicenow').slice(0, -1),
    '',
    'https://other.example',
  ]) {
    await host.endPause(wrong);
    expect(await host.pauses(), wrong).toHaveLength(1);
  }
  await host.endPause(simulator('servicenow'));
  expect(await host.pauses()).toEqual([]);
  await expect.poll(() => other.pauses()).toEqual([]);
  expect(endOf(await other.push(caseOf('pause-end-2'), { connectorId: id }))).toBe('complete');
  other.close();
  expect(await (await open('pause-end', { clock })).pauses()).toEqual([]);
  for (const wrong of [5, null, {}, undefined]) expect(await codeOf(host.endPause(wrong))).toBe('OPTIONS_INVALID');
});

test('a pause goes with the last connector that needs it', async () => {
  const { host, id, clock } = await paused('pause-delete');
  const second = await save(host, servicenow({ name: 'Second' }));
  await host.deleteConnector(id);
  expect(await host.pauses()).toHaveLength(1);
  await host.deleteConnector(second);
  expect(await host.pauses()).toEqual([]);
  expect(await (await open('pause-delete', { clock })).pauses()).toEqual([]);
});

test('after a pause that was cut short one request tries, and the others wait for what it finds', async () => {
  const { host, id, later } = await paused('pause-try');
  later(HOUR);
  await fault('servicenow', Array(8).fill({ kind: 'rateLimit', retryAfter: 9_999 }));
  const before = await requests();
  const cases = ['a', 'b', 'c', 'd', 'e'].map((name) => caseOf(`pause-try-${name}`));
  const results = await host.pushAll(cases, { connectorId: id });
  expect(results.map(({ outcome }) => outcome && endOf(outcome))).toEqual(Array(5).fill('failed RATE_LIMITED'));
  expect((await requests()) - before).toBe(1);
});

test('over all tabs one request tries, and what it finds ends the pause for all of them or for none', async () => {
  const { host, id, clock, later } = await paused('pause-tabs');
  const others = await Promise.all(['b', 'c'].map(() => open('pause-tabs', { clock })));
  const hosts = [host, ...others];
  for (const other of others) await other.setSecrets(id, servicenow().secrets);
  const pushes = (round) =>
    Promise.all(
      hosts.flatMap((tab, at) =>
        ['x', 'y'].map((name) => tab.push(caseOf(`pause-tabs-${round}-${at}${name}`), { connectorId: id })),
      ),
    );
  // It asks for time again: one has found out, whichever tab, and all stop.
  later(HOUR);
  await fault('servicenow', Array(20).fill({ kind: 'rateLimit', retryAfter: 9_999 }));
  const before = await requests();
  expect((await pushes('no')).map(endOf)).toEqual(Array(6).fill('failed RATE_LIMITED'));
  expect((await requests()) - before).toBe(1);
  await noFaults('servicenow');
  // It answers again, slowly: until then nobody else asks.
  later(HOUR);
  const slow = await requests();
  await fault('servicenow', { kind: 'delay', ms: 400 });
  expect((await pushes('yes')).map(endOf)).toEqual(Array(6).fill('complete'));
  const [first, second] = (await ledger('servicenow')).slice(slow);
  expect(Date.parse(second.at) - Date.parse(first.at)).toBeGreaterThanOrEqual(400);
  for (const tab of hosts) expect(await tab.pauses()).toEqual([]);
  // One that is opened later knows of no pause either.
  const last = await open('pause-tabs', { clock });
  await last.setSecrets(id, servicenow().secrets);
  expect(endOf(await last.push(caseOf('pause-tabs-last'), { connectorId: id }))).toBe('complete');
});
