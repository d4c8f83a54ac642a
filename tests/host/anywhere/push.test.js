// Whole pushes: requests, storage and the engine together.
import { expect, test } from 'vitest';

import { caseOf, codeOf, endOf, open, parse, SECRETS, save, servicenow, swiftClock } from '../lib/host.js';
import { anyNetwork, network } from '../lib/network.js';
import { commentsOf, fault, noFaults } from '../lib/simulators.js';

test('a push survives a reload, and a second profile finds it', async () => {
  let host = await open('profile-1');
  const connectorId = await save(host, servicenow());
  const outcome = await host.push(caseOf('reload'), { connectorId });
  expect(endOf(outcome)).toBe('complete');
  expect(outcome.writes).toBe(4);
  host.close();

  // The page is loaded anew: the journal is there, the secret is not.
  host = await open('profile-1');
  expect(await codeOf(host.push(caseOf('reload'), { connectorId }))).toBe('SECRET_MISSING');
  await host.setSecrets(connectorId, SECRETS);
  expect((await host.push(caseOf('reload'), { connectorId })).writes).toBe(0);
  expect((await host.status(caseOf('reload'), { connectorId })).state).toBe('upToDate');

  const other = await open('profile-2');
  expect(await save(other, servicenow())).toBe(connectorId);
  const found = await other.push(outcome.updatedCase, { connectorId });
  expect([endOf(found), found.writes]).toEqual(['complete', 0]);
  expect(found.externalService.external_id).toBe(outcome.externalService.external_id);

  // Forgetting deletes the case text; the next push looks in the system first.
  expect(await host.journal('reload', connectorId)).not.toEqual([]);
  await host.forget('reload');
  expect(await host.journal('reload', connectorId)).toEqual([]);
  expect((await host.push(caseOf('reload'), { connectorId })).writes).toBe(0);
});

/** Its `slice` is no copy, as that of Node's `Buffer` is none. */
class Shared extends Uint8Array {
  slice(...range) {
    return this.subarray(...range);
  }
}

test('a case that came as bytes is what it was when it was passed', async () => {
  const host = await open('buffer');
  const connectorId = await save(host, servicenow());
  for (const Bytes of [Uint8Array, Shared]) {
    const bytes = Bytes.from(caseOf(`buffer${Bytes.name}`));
    const [pushed, title] = [host.push(bytes, { connectorId }), parse(bytes).title];
    // Its owner reads the next case into the same memory.
    bytes.fill(32);
    const outcome = await pushed;
    expect(endOf(outcome)).toBe('complete');
    expect(parse(outcome.updatedCase).title).toBe(title);
  }
});

test('a push without a network says so, and the next one goes on', async () => {
  const host = await open('offline', { clock: swiftClock() });
  const connectorId = await save(host, servicenow());
  await fault('servicenow', { kind: 'cutBefore', times: 1000 });
  try {
    network(false);
    expect(endOf(await host.push(caseOf('offline'), { connectorId }))).toBe('failed OFFLINE');
    network(true);
    expect(endOf(await host.push(caseOf('offline'), { connectorId }))).toBe('failed NO_ANSWER');
  } finally {
    anyNetwork();
    await noFaults('servicenow');
  }
  expect(endOf(await host.push(caseOf('offline'), { connectorId }))).toBe('complete');
});

test('the case is written back, and closes where the option says so', async () => {
  const host = await open('closes');
  const connectorId = await save(host, servicenow());
  await host.saveSettings({ defaultConnectorId: connectorId, closure: 'close-by-pushing' });
  // No connector is named: the default one is taken.
  const pushedBy = { username: 'ana', full_name: null, email: null };
  const written = parse((await host.push(caseOf('closes'), { pushedBy })).updatedCase);
  expect(written.status).toBe('closed');
  expect(written.external_service.pushed_by.username).toBe('ana');
  expect(written.comments[0].pushed_by.username).toBe('ana');
  expect(written.severity).toBe('high');
});

test('the choice of a case brings its fields along', async () => {
  const host = await open('choice');
  const connectorId = await save(host, servicenow());
  await host.saveCaseChoice('choice', { connectorId, fields: { urgency: '1', impact: '2' } });
  const plan = await host.plan(caseOf('choice'));
  expect(plan.steps[1].after.urgency).toBe('1');
});

test('progress is told, an abort stops, and the next push goes on', async () => {
  // The next push looks for the comment again and again before it believes that it was not sent.
  const host = await open('abort', { clock: swiftClock() });
  const connectorId = await save(host, servicenow());
  const controller = new AbortController();
  const seen = [];
  const onProgress = (progress) => {
    seen.push(progress);
    if (progress.label === 'Add comment c1a2') controller.abort('closed');
  };
  const stopped = await host.push(caseOf('abort'), { connectorId, signal: controller.signal, onProgress });
  expect(stopped.error.code).toBe('ABORTED');
  expect(seen[0].total).toBe(4);
  expect(seen[0].waitMs).toBe(null);

  expect(endOf(await host.push(caseOf('abort'), { connectorId }))).toBe('complete');
  expect(await commentsOf('abort')).toEqual([4]);
});

test('two pushes of one case do not run together', async () => {
  const host = await open('together');
  const connectorId = await save(host, servicenow());
  const both = [1, 2].map(() => host.push(caseOf('together'), { connectorId }));
  expect(await codeOf(host.push(caseOf('together'), { connectorId, ifBusy: 'fail' }))).toBe('PUSH_BUSY');
  // One waits for the other, and finds everything done.
  const outcomes = await Promise.all(both);
  expect(outcomes.map(({ writes }) => writes).sort()).toEqual([0, 4]);
});

test('a secret does not follow a connector that another tab has moved', async () => {
  const [first, second] = [await open('moved'), await open('moved')];
  const id = await save(first, servicenow());
  const elsewhere = { apiUrl: 'http://127.0.0.1:9', username: 'case.bot' };
  await save(second, servicenow({ id, config: elsewhere, secrets: { password: 'another' } }));
  expect((await first.connectors())[0].isMissingSecrets).toBe(true);
  expect(await codeOf(first.push(caseOf('moved'), { connectorId: id }))).toBe('SECRET_MISSING');
});

test('memory is a store too', async () => {
  const host = await open(undefined, { store: 'memory' });
  const connectorId = await save(host, servicenow());
  expect((await host.push(caseOf('memory'), { connectorId })).state).toBe('complete');
  expect((await host.push(caseOf('memory'), { connectorId })).writes).toBe(0);
  expect(await codeOf(host.push(caseOf('memory'), { connectorId: 'none' }))).toBe('CONNECTOR_UNKNOWN');
});
