// The queue: what pushAll was given, in any tab and after a reload.
import { expect, test } from 'vitest';

import { caseWith } from '../lib/cases.js';
import { endOf, open, SECRETS, save, servicenow, swiftClock } from '../lib/host.js';
import { fault, records } from '../lib/simulators.js';

const shown = async (host) =>
  (await host.queue()).items.map(({ caseId, state, result }) => [caseId, state, result?.error?.code ?? null]);

test('what it was given is shown in its order, with what became of it, also after a reload', async () => {
  let host = await open('queue', { concurrency: 1 });
  const connectorId = await save(host, servicenow());
  const cases = ['queuedA', 'queuedB', 'queuedC'].map((id) => caseWith(id, 1));
  await fault('servicenow', { kind: 'status', status: 403, match: { method: 'POST', nth: 2 } });
  await host.pushAll(cases, { connectorId });
  const expected = [
    ['queuedA', 'complete', null],
    ['queuedB', 'failed', 'FORBIDDEN'],
    ['queuedC', 'complete', null],
  ];
  expect(await shown(host)).toEqual(expected);
  host.close();

  host = await open('queue', { concurrency: 1 });
  expect(await shown(host)).toEqual(expected);
  const { isPaused, items } = await host.queue();
  expect(isPaused).toBe(false);
  const held = (await records('servicenow')).find(({ fields }) => fields.short_description === 'Case queuedA');
  expect(items[0]).toMatchObject({ connectorId, connectorName: 'SN', title: 'Case queuedA' });
  expect(items[0].result).toMatchObject({ incident: { title: held.key }, comments: 1, warnings: 0 });

  // What did not complete is finished from the queue, and cleared results take nothing else along.
  await host.setSecrets(connectorId, SECRETS);
  expect((await host.resumeAll()).map(({ outcome }) => endOf(outcome))).toEqual(['complete']);
  expect(await shown(host)).toEqual(cases.map(({ id }) => [id, 'complete', null]));
  await host.clearQueue();
  expect(await shown(host)).toEqual([]);
  expect((await host.push(cases[0], { connectorId })).writes).toBe(0);
});

test('what failed can be resumed once its result was cleared', async () => {
  const host = await open('queue-cleared');
  const connectorId = await save(host, servicenow());
  await fault('servicenow', { kind: 'status', status: 403, match: { method: 'POST' } });
  await host.pushAll([caseWith('clearedA', 1)], { connectorId });
  await host.clearQueue();
  expect(await shown(host)).toEqual([]);
  expect(await host.interrupted()).toMatchObject([{ caseId: 'clearedA', state: 'failed' }]);
  expect(endOf(await host.resume('clearedA'))).toBe('complete');
});

test('it is stopped from another tab, and goes on where somebody says so', async () => {
  const [first, second] = [
    await open('queue-stopped', { concurrency: 1, clock: swiftClock() }),
    await open('queue-stopped'),
  ];
  const connectorId = await save(first, servicenow());
  const cases = ['stoppedA', 'stoppedB', 'stoppedC'].map((id) => caseWith(id, 1));
  const heard = new Promise((changed) => {
    second.watchQueue(changed);
  });
  // Its second case is under way when it is stopped: by a clock that does not wait, it is soon known what became of it.
  const isUnderWay = new Promise((underWay) => {
    second.watch(({ caseId, label }) => caseId === 'stoppedB' && label === 'Create the incident' && underWay());
  });
  await fault('servicenow', { kind: 'slowAnswer', ms: 300, match: { method: 'POST', nth: 2 } });
  const pushing = first.pushAll(cases, { connectorId });
  await heard;
  await isUnderWay;
  await second.stopAll();
  const results = await pushing;
  expect(results.map(({ outcome }) => outcome?.state === 'complete')).toEqual([true, false, false]);
  expect((await second.queue()).isPaused).toBe(true);
  expect(await shown(second)).toEqual([
    ['stoppedA', 'complete', null],
    ['stoppedB', 'queued', null],
    ['stoppedC', 'queued', null],
  ]);

  await first.resumeAll();
  expect(await shown(second)).toEqual(cases.map(({ id }) => [id, 'complete', null]));
  expect((await second.queue()).isPaused).toBe(false);
  const all = await records('servicenow');
  for (const { title } of cases) expect(all.filter(({ fields }) => fields.short_description === title)).toHaveLength(1);
});

test('a case is taken off it before its turn', async () => {
  const host = await open('queue-dismissed', { concurrency: 1 });
  const connectorId = await save(host, servicenow());
  const cases = ['dismissedA', 'dismissedB'].map((id) => caseWith(id, 0));
  const results = await host.pushAll(cases, {
    connectorId,
    onProgress: ({ caseId, label }) => {
      if (caseId === 'dismissedA' && label === 'Create the incident') host.dismiss('dismissedB', connectorId);
    },
  });
  expect(results.map(({ outcome, error }) => outcome?.state ?? error.code)).toEqual(['complete', 'NOTHING_PENDING']);
  expect(await shown(host)).toEqual([['dismissedA', 'complete', null]]);
});

test('a case whose push could not begin stands in it once, with why, and is finished when that is mended', async () => {
  let host = await open('queue-secret');
  const connectorId = await save(host, servicenow());
  host.close();
  host = await open('queue-secret');
  const [result] = await host.pushAll([caseWith('secretA', 0)], { connectorId });
  expect(result.error.code).toBe('SECRET_MISSING');
  expect(await shown(host)).toEqual([['secretA', 'failed', 'SECRET_MISSING']]);
  await host.setSecrets(connectorId, SECRETS);
  await host.resumeAll();
  expect(await shown(host)).toEqual([['secretA', 'complete', null]]);
});

test('a stop leaves a case that waits for another tab as one that is still to be done', async () => {
  const [first, second] = [await open('queue-waits'), await open('queue-waits')];
  const connectorId = await save(first, servicenow());
  await second.setSecrets(connectorId, SECRETS);
  const securityCase = caseWith('waitsA', 0);
  await fault('servicenow', { kind: 'slowAnswer', ms: 1_000, match: { method: 'POST' } });
  const isUnderWay = new Promise((underWay) => {
    second.watch(({ caseId, label }) => caseId === 'waitsA' && label === 'Create the incident' && underWay());
  });
  const alone = first.push(securityCase, { connectorId });
  await isUnderWay;
  const isWaiting = new Promise((waiting) => {
    first.watch(({ state }) => state === 'waiting' && waiting());
  });
  const queued = second.pushAll([securityCase], { connectorId });
  await isWaiting;
  await second.stopAll();
  expect((await queued)[0].error.code).toBe('ABORTED');
  // The other tab goes on with it.
  expect(endOf(await alone)).toBe('complete');
  expect((await shown(second)).filter(([, state]) => state === 'failed')).toEqual([]);
});

test('forgetting a case forgets what became of it in the queue', async () => {
  const host = await open('queue-forgets');
  const connectorId = await save(host, servicenow());
  const cases = ['forgetsA', 'forgetsB'].map((id) => caseWith(id, 0));
  await host.pushAll(cases, { connectorId });
  await host.forget('forgetsA');
  expect(await shown(host)).toEqual([['forgetsB', 'complete', null]]);
});

test('creates whose answers are lost keep no other case waiting, however long they are looked for', async () => {
  let release = () => {};
  const released = new Promise((resolve) => {
    release = resolve;
  });
  const waiting = swiftClock();
  // They look once the others have ended, and not before.
  const clock = {
    now: waiting.now,
    sleep: (ms) => (ms >= 1000 ? released.then(() => waiting.sleep(ms)) : waiting.sleep(ms)),
  };
  const host = await open('queue-uncertain', { concurrency: 2, clock });
  const connectorId = await save(host, servicenow());
  const lost = { kind: 'cutAfter', match: { method: 'POST', pathContains: '/table/incident' }, times: 2 };
  await fault('servicenow', lost);
  const cases = Array.from({ length: 8 }, (_, at) => caseWith(`uncertain${at}`, 0));
  const ended = [];
  const onResult = ({ caseId }) => {
    ended.push(caseId);
    if (ended.length === 6) release();
  };
  const results = await host.pushAll(cases, { connectorId, onResult });
  expect(results.map(({ outcome }) => endOf(outcome))).toEqual(cases.map(() => 'complete'));
  expect(ended.slice(0, 6).sort()).toEqual(cases.slice(2).map(({ id }) => id));
  const titles = (await records('servicenow')).map(({ fields }) => fields.short_description);
  expect(titles.filter((title) => title.includes('uncertain'))).toHaveLength(8);
});

test('what meets locked secrets stays to be done, and goes on once they are unlocked', async () => {
  const passphrase = 'correct horse battery';
  const host = await open('queue-locked', { concurrency: 1 });
  const connectorId = await save(host, servicenow());
  await host.setVault({ level: 'passphrase', passphrase });
  const cases = ['lockedA', 'lockedB'].map((id) => caseWith(id, 1));
  const results = await host.pushAll(cases, {
    connectorId,
    onResult: ({ error }) => error === null && host.lock(),
  });
  expect(results.map(({ error }) => error?.code ?? null)).toEqual([null, 'VAULT_LOCKED']);
  expect(await shown(host)).toEqual([
    ['lockedA', 'complete', null],
    ['lockedB', 'queued', null],
  ]);
  await host.unlock(passphrase);
  expect((await host.resumeAll()).map(({ outcome }) => endOf(outcome))).toEqual(['complete']);
  expect(await shown(host)).toEqual(cases.map(({ id }) => [id, 'complete', null]));
});
