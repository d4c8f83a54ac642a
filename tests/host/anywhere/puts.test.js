// What is put in, and what is taken off, while a push of the same case waits, begins or runs: each is one of its own.
import { expect, test } from 'vitest';

import { caseWith } from '../lib/cases.js';
import { codeOf, endOf, open, save, servicenow, swiftClock } from '../lib/host.js';
import { heldStore, memoryStore } from '../lib/memory-store.js';
import { fault, noFaults, records } from '../lib/simulators.js';

const shown = async (host) =>
  (await host.queue()).items.map(({ caseId, state, result }) => [caseId, state, result?.error?.code ?? null]);
const codes = (results) => results.map(({ outcome, error }) => (error ?? outcome.error)?.code ?? outcome.state);
const titled = (id, title, comments = 0) => caseWith(id, comments, { title });
/** The incidents with these titles. */
const incidentsOf = async (...titles) =>
  (await records('servicenow')).map(({ fields }) => fields).filter((it) => titles.includes(it.short_description));
const titlesOf = async (...titles) => (await incidentsOf(...titles)).map((it) => it.short_description);

/** Resolves when a push of this case tells this. */
const tells = (host, caseId, expected) =>
  new Promise((told) => {
    host.watch((it) => it.caseId === caseId && (it.label === expected || it.state === expected) && told());
  });
const CREATE = 'Create the incident';

test('a case that is put into the queue outlives a push of it that was called before and waits', async () => {
  const host = await open('puts-waits', { clock: swiftClock() });
  const connectorId = await save(host, servicenow());
  await fault('servicenow', { kind: 'slowAnswer', ms: 500, match: { method: 'POST' } });
  const [isUnderWay, waits] = [tells(host, 'putsA', CREATE), tells(host, 'putsA', 'waiting')];
  const one = host.push(titled('putsA', 'putsA one'), { connectorId });
  await isUnderWay;
  const two = host.push(titled('putsA', 'putsA two'), { connectorId });
  await waits;
  await host.enqueue([titled('putsA', 'putsA three')], { connectorId });
  expect([endOf(await one), endOf(await two)]).toEqual(['complete', 'complete']);
  expect(await shown(host)).toEqual([['putsA', 'queued', null]]);
  // One that is called after it takes its place.
  await host.enqueue([titled('putsB', 'putsB one')], { connectorId });
  expect(endOf(await host.push(titled('putsB', 'putsB two'), { connectorId }))).toBe('complete');
  expect(codes(await host.resumeAll())).toEqual(['complete']);
  expect(await titlesOf('putsA one', 'putsA two', 'putsA three')).toEqual(['putsA three']);
  expect(await titlesOf('putsB one', 'putsB two')).toEqual(['putsB two']);
  expect([await shown(host), await host.interrupted()]).toEqual([[['putsA', 'complete', null]], []]);
});

test('a case that another host puts in right before its push begins is still to be done, however that ends', async () => {
  for (const end of ['complete', 'FORBIDDEN']) {
    const [name, kept, id] = [`puts-begins-${end}`, memoryStore(), `begins${end}`];
    const other = await open(name, { store: kept, clock: swiftClock() });
    const connectorId = await save(other, servicenow());
    let isNow = false;
    const store = {
      ...kept,
      async write(changes) {
        if (isNow && changes.some(({ table, value }) => table === 'pending' && value?.state === 'running')) {
          isNow = false;
          await other.enqueue([titled(id, `${id} newer`)], { connectorId });
        }
        return kept.write(changes);
      },
    };
    const host = await open(name, { store, clock: swiftClock() });
    await host.setSecrets(connectorId, { password: 'servicenow-demo-password' });
    await host.enqueue([titled(id, `${id} old`)], { connectorId });
    isNow = true;
    if (end !== 'complete')
      await fault('servicenow', { kind: 'status', status: 403, times: 1, match: { method: 'POST' } });
    expect(codes(await host.resumeAll())).toEqual([end]);
    expect(await shown(host)).toEqual([[id, 'queued', null]]);
    expect(await host.interrupted()).toMatchObject([{ state: 'queued', title: `${id} newer` }]);
    expect(codes(await other.resumeAll())).toEqual(['complete']);
    expect(await titlesOf(`${id} old`, `${id} newer`)).toEqual([`${id} newer`]);
    for (const table of ['pending', 'cases']) expect(await kept.entries(table, '')).toEqual([]);
    expect(await host.setAside()).toEqual([]);
  }
});

test('what is dismissed while it is pushed does not come back, and takes nothing along', async () => {
  const host = await open('puts-dismissed', { clock: swiftClock() });
  const connectorId = await save(host, servicenow());
  for (const isAgain of [false, true]) {
    const id = `dismissed${isAgain}`;
    await fault('servicenow', { kind: 'slowAnswer', ms: 500, match: { method: 'POST' } });
    const isUnderWay = tells(host, id, CREATE);
    const pushing = host.pushAll([titled(id, `${id} old`)], { connectorId });
    await isUnderWay;
    // One by another connector stays as it is.
    if (isAgain) await host.dismiss('another', connectorId);
    await host.dismiss(id, connectorId);
    if (isAgain) await host.enqueue([titled(id, `${id} newer`)], { connectorId });
    else host.abort(id);
    await pushing;
    expect(await shown(host)).toEqual(isAgain ? [[id, 'queued', null]] : []);
    expect(await host.interrupted()).toHaveLength(isAgain ? 1 : 0);
  }
  expect(codes(await host.resumeAll())).toEqual(['complete']);
  expect(await titlesOf('dismissedtrue old', 'dismissedtrue newer')).toEqual(['dismissedtrue newer']);
  expect(await host.setAside()).toEqual([]);

  await fault('servicenow', { kind: 'slowAnswer', ms: 300, match: { method: 'POST' } });
  const isUnderWay = tells(host, 'dismissedOther', CREATE);
  const pushing = host.push(titled('dismissedOther', 'dismissedOther'), { connectorId });
  await isUnderWay;
  await host.dismiss('dismissedOther', 'another connector');
  expect(endOf(await pushing)).toBe('complete');
});

test('what is forgotten while it is pushed is gone', async () => {
  const host = await open('puts-forgotten', { clock: swiftClock() });
  const connectorId = await save(host, servicenow());
  const it = titled('forgottenA', 'forgottenA', 2);
  await fault('servicenow', { kind: 'slowAnswer', ms: 500, match: { method: 'PATCH', nth: 2 } });
  const isUnderWay = tells(host, it.id, `Add comment ${it.comments[0].id}`);
  const pushing = host.push(it, { connectorId });
  await isUnderWay;
  await host.forget(it.id);
  host.abort(it.id);
  await pushing;
  expect([await host.journal(it.id, connectorId), await host.interrupted()]).toEqual([[], []]);
});

test('what could not begin has failed, and stays so where the queue is cleared', async () => {
  const host = await open('puts-cleared', { concurrency: 1 });
  const connectorId = await save(host, servicenow({ secrets: { password: 'wrong' } }));
  const cases = ['clearedA', 'clearedB', 'clearedC'].map((id) => caseWith(id, 0));
  expect(codes(await host.pushAll(cases, { connectorId }))).toEqual(Array(3).fill('AUTH_FAILED'));
  await host.clearQueue();
  expect(await shown(host)).toEqual([]);
  const failed = { state: 'failed', error: { code: 'AUTH_FAILED' } };
  expect(await host.interrupted()).toMatchObject([failed, failed, failed]);
});

test('what a person has chosen for a case is fixed when it is kept', async () => {
  const store = memoryStore();
  const host = await open('puts-chosen', { store });
  const connectorId = await save(host, servicenow());
  const choose = (caseId, urgency) =>
    host.saveCaseChoice(caseId, urgency && { connectorId, fields: { urgency, impact: '2', severity: '3' } });
  const urgencyOf = async (id) => (await incidentsOf(`Case ${id}`)).map(({ urgency }) => urgency);

  await choose('chosenA', '1');
  await host.enqueue([caseWith('chosenA', 0)], { connectorId });
  await choose('chosenA', null);
  await choose('chosenB', '1');
  await fault('servicenow', { kind: 'status', status: 403, times: 1, match: { method: 'POST' } });
  expect(endOf(await host.push(caseWith('chosenB', 0), { connectorId }))).toBe('failed FORBIDDEN');
  await choose('chosenB', '3');
  expect(codes(await host.resumeAll())).toEqual(['complete', 'complete']);
  expect([await urgencyOf('chosenA'), await urgencyOf('chosenB')]).toEqual([['1'], ['1']]);

  // An earlier version kept the case alone, and read the choice when it was pushed.
  await host.enqueue([caseWith('chosenC', 0)], { connectorId });
  const key = `chosenC\u0000${connectorId}\u0000`;
  const changes = [];
  for (const table of ['pending', 'cases']) {
    const [[own, { put: _, ...value }]] = await store.entries(table, key);
    changes.push({ kind: 'remove', table, key: own }, { kind: 'put', table, key, value });
  }
  await store.write(changes);
  await choose('chosenC', '1');
  expect(codes(await host.resumeAll())).toEqual(['complete']);
  expect(await urgencyOf('chosenC')).toEqual(['1']);
  expect(await store.entries('pending', '')).toEqual([]);
});

test('a queued push that its own signal stops is still to be done, by whichever call it was begun', async () => {
  const host = await open('puts-signal', { clock: swiftClock() });
  const connectorId = await save(host, servicenow());
  await host.enqueue([caseWith('signalledA', 0)], { connectorId });
  const controller = new AbortController();
  const stopped = await host.resume('signalledA', { signal: controller.signal, onProgress: () => controller.abort() });
  expect(stopped.error.code).toBe('ABORTED');
  expect(await shown(host)).toEqual([['signalledA', 'queued', null]]);
  expect(codes(await host.resumeAll())).toEqual(['complete']);
  expect(await titlesOf('Case signalledA')).toHaveLength(1);
});

test('what calls a push off in its first moments is heard, and nothing is kept of it', async () => {
  const { kept, hold, store } = heldStore('connectors');
  const host = await open('puts-first', { store, clock: swiftClock() });
  const connectorId = await save(host, servicenow());
  await host.saveSettings({ defaultConnectorId: connectorId, closure: 'close-by-user' });
  const calls = {
    abort: (id) => host.abort(id),
    forget: (id) => host.forget(id),
    dismiss: (id) => host.dismiss(id, connectorId),
  };
  for (const [name, call] of Object.entries(calls)) {
    for (const options of [{ connectorId }, {}]) {
      const id = `first${name}${Object.keys(options)}`;
      const go = hold();
      const code = codeOf(host.push(titled(id, id), options));
      await call(id);
      go();
      expect([id, await code]).toEqual([id, 'ABORTED']);
      for (const table of ['pending', 'cases', 'journal']) expect(await kept.entries(table, '')).toEqual([]);
      expect(await titlesOf(id)).toEqual([]);
    }
  }
});

test('one that is taken up is aborted from its first moment', async () => {
  const { hold, store } = heldStore('pending');
  const host = await open('puts-taken', { store, clock: swiftClock() });
  const connectorId = await save(host, servicenow());
  await host.enqueue([titled('takenA', 'takenA')], { connectorId });
  const go = hold();
  const code = codeOf(host.resume('takenA'));
  host.abort('takenA');
  go();
  expect([await code, await shown(host)]).toEqual(['ABORTED', [['takenA', 'queued', null]]]);
  expect(await titlesOf('takenA')).toEqual([]);
});

test('a push that finds nothing to do leaves nothing behind, and takes the result of an earlier try along', async () => {
  const store = memoryStore();
  const host = await open('puts-nothing', { store, clock: swiftClock() });
  const connectorId = await save(host, servicenow());
  const it = titled('nothingA', 'nothingA');
  expect(endOf(await host.push(it, { connectorId }))).toBe('complete');
  const stopped = new AbortController();
  stopped.abort();
  await host.push(it, { connectorId, signal: stopped.signal }).catch(() => {});
  expect([await store.entries('pending', ''), await host.interrupted()]).toEqual([[], []]);

  await noFaults('servicenow');
  await fault('servicenow', { kind: 'status', status: 403, times: 1, match: { method: 'PATCH' } });
  expect(codes(await host.pushAll([titled('nothingA', 'nothingA newer')], { connectorId }))).toEqual(['FORBIDDEN']);
  expect(await shown(host)).toEqual([['nothingA', 'failed', 'FORBIDDEN']]);
  const again = await host.push(it, { connectorId });
  expect([endOf(again), again.writes]).toEqual(['complete', 0]);
  expect([await shown(host), await host.interrupted()]).toEqual([[], []]);
});

test('no text of a case that is forgotten stays, also of what could not be read', async () => {
  const store = memoryStore();
  const host = await open('puts-text', { store });
  const connectorId = await save(host, servicenow());
  const [bytes, other] = [new TextEncoder().encode('{}'), 'notForgotten'];
  for (const id of ['forgotten', other]) {
    const key = `${id}\u0000${connectorId}\u0000x\u0000`;
    const put = (table, value) => ({ kind: 'put', table, key, value });
    await store.write([put('pending', { caseId: id, case: bytes }), put('cases', { case: bytes, pages: [] })]);
    await store.write([{ ...put('journal', { title: id }), key: `${id}\u0000place\u0000` }]);
  }
  await host.enqueue([titled(other, other)], { connectorId });
  expect(await host.interrupted()).toHaveLength(1);
  expect((await host.setAside()).map(({ table }) => table)).toContain('pending');
  await host.forget('forgotten');
  const left = async (table) => (await store.entries(table, '')).filter(([key]) => key.includes('forgotten'));
  for (const table of ['pending', 'cases', 'journal', 'aside']) expect([table, await left(table)]).toEqual([table, []]);
  expect([await shown(host), (await host.setAside()).length > 0]).toEqual([[[other, 'queued', null]], true]);
});
