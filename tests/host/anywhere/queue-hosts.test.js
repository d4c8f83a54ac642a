// The queue and several hosts, or one that stops and goes on at once; and what it keeps.
import { expect, test, vi } from 'vitest';

import { caseWith } from '../lib/cases.js';
import { caseOf, codeOf, endOf, open, SECRETS, save, servicenow, swiftClock } from '../lib/host.js';
import { memoryStore } from '../lib/memory-store.js';
import { commentsOf, fault, records } from '../lib/simulators.js';

const shown = async (host) =>
  (await host.queue()).items.map(({ caseId, state, result }) => [caseId, state, result?.error?.code ?? null]);
const codes = (results) => results.map(({ outcome, error }) => (error ?? outcome.error)?.code ?? outcome.state);
const incidentsOf = async ({ title }) =>
  (await records('servicenow')).filter(({ fields }) => fields.short_description === title);

/** Resolves when the incident of this case is being created. */
const creates = (host, caseId) =>
  new Promise((underWay) => {
    host.watch((it) => it.caseId === caseId && it.label === 'Create the incident' && underWay());
  });

test('who goes on right after a stop is not stopped, and what the stop has reached is still to be done', async () => {
  const store = memoryStore();
  let hold = Promise.resolve();
  const isOfRequest = ({ table }) => table === 'journal';
  const slow = {
    ...store,
    write: async (changes) => {
      if (changes.some(isOfRequest)) await hold;
      return store.write(changes);
    },
  };
  const host = await open('queue-races', { concurrency: 1, clock: swiftClock(), store: slow });
  const connectorId = await save(host, servicenow());
  const cases = ['racesA', 'racesB', 'racesC'].map((id) => caseWith(id, 0));
  const isUnderWay = creates(host, 'racesA');
  const stopped = host.pushAll(cases, { connectorId });
  await isUnderWay;
  // What came of the request cannot be written yet: until then the first run does not hear that it was stopped.
  let letGo;
  const held = new Promise((resolve) => {
    letGo = resolve;
  });
  hold = held;
  const stopping = host.stopAll();
  await vi.waitFor(async () => expect((await host.queue()).isPaused).toBe(true));
  const resumed = host.resumeAll();
  await vi.waitFor(async () => expect((await host.queue()).isPaused).toBe(false));
  letGo();
  hold = Promise.resolve();
  await stopping;
  expect(codes(await stopped).slice(1)).toEqual(['ABORTED', 'ABORTED']);
  expect(codes(await resumed).filter((code) => code === 'ABORTED')).toEqual([]);
  expect(await shown(host)).toEqual(cases.map(({ id }) => [id, 'complete', null]));
  for (const it of cases) expect(await incidentsOf(it)).toHaveLength(1);
});

test('two hosts at work on the same cases push each once', async () => {
  const [first, second] = [await open('queue-both'), await open('queue-both')];
  const connectorId = await save(first, servicenow());
  await second.setSecrets(connectorId, SECRETS);
  const cases = ['bothA', 'bothB', 'bothC', 'bothD'].map((id) => caseWith(id, 2));
  await fault('servicenow', { kind: 'slowAnswer', ms: 200, times: 4, match: { method: 'POST' } });
  const isUnderWay = creates(second, 'bothA');
  const one = first.pushAll(cases, { connectorId });
  await isUnderWay;
  const only = cases.map(({ id: caseId }) => ({ caseId, connectorId }));
  const all = await Promise.all([one, second.resumeAll({ only })]);
  for (const at of cases.keys()) {
    const ends = all.map((results) => codes(results)[at]).sort();
    expect(ends).toEqual(['NOTHING_PENDING', 'complete']);
  }
  expect(await shown(first)).toEqual(cases.map(({ id }) => [id, 'complete', null]));
  const comments = (await second.queue()).items.map(({ result }) => result.comments);
  expect(comments).toEqual([2, 2, 2, 2]);
});

test('what has failed in one host is not tried again by another that had listed it before', async () => {
  const [first, second] = [await open('queue-failed'), await open('queue-failed')];
  const connectorId = await save(first, servicenow());
  await second.setSecrets(connectorId, SECRETS);
  await fault('servicenow', { kind: 'status', status: 403, times: 1, match: { method: 'POST' } });
  const [own] = await Promise.all([
    first.pushAll([caseWith('failedA', 0)], { connectorId }),
    creates(second, 'failedA').then(async () => {
      const others = await second.resumeAll();
      expect(codes(others)).toEqual(['FORBIDDEN']);
      expect(others[0].outcome).toBe(null);
    }),
  ]);
  expect(codes(own)).toEqual(['FORBIDDEN']);
  expect(codes(await second.resumeAll())).toEqual(['complete']);
});

test('when a case was put in, and when its push first began, are two times', async () => {
  let now = Date.parse('2026-11-20T08:00:00Z');
  const clock = { ...swiftClock(), now: () => now };
  const host = await open('queue-times', { clock });
  const connectorId = await save(host, servicenow());
  await host.enqueue([caseWith('timesA', 0)], { connectorId });
  const at = (minutes) => new Date(Date.parse('2026-11-20T08:00:00Z') + minutes * 60_000).toISOString();
  expect((await host.queue()).items).toMatchObject([{ queuedAt: at(0), startedAt: null, state: 'queued' }]);
  expect(await host.interrupted()).toMatchObject([{ queuedAt: at(0), startedAt: at(0), state: 'queued' }]);
  now += 60_000;
  await fault('servicenow', { kind: 'status', status: 403, times: 1, match: { method: 'POST' } });
  await host.resumeAll();
  expect((await host.queue()).items).toMatchObject([{ queuedAt: at(0), startedAt: at(1), state: 'failed' }]);
  now += 60_000;
  await host.resumeAll();
  expect((await host.queue()).items).toMatchObject([
    { queuedAt: at(0), startedAt: at(1), state: 'complete', result: { at: at(2) } },
  ]);
});

/** Resolves when the incident of this case is there: what is answered late has arrived. */
const arrived = (it) => vi.waitFor(async () => expect(await incidentsOf(it)).toHaveLength(1), { timeout: 60_000 });

/** A store that counts the bytes of what it hands out. */
function counting(store) {
  const counted = { bytes: 0 };
  const sum = (value) => {
    if (ArrayBuffer.isView(value)) counted.bytes += value.byteLength;
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(sum);
    return value;
  };
  const own = {
    ...store,
    get: async (...at) => sum(await store.get(...at)),
    entries: async (...at) => sum(await store.entries(...at)),
  };
  return [own, counted];
}

test('who lists pushes loads none of their cases', async () => {
  const [store, counted] = counting(memoryStore());
  const host = await open('queue-bytes', { store });
  const connectorId = await save(host, servicenow());
  await host.setVault({ level: 'memory' });
  host.close();
  const later = await open('queue-bytes', { store });
  await later.pushAll(
    [1, 2, 3].map((n) => caseOf(`bytes${n}`)),
    { connectorId },
  );
  counted.bytes = 0;
  expect(await later.interrupted()).toHaveLength(3);
  expect((await later.queue()).items).toHaveLength(3);
  expect(counted.bytes).toBe(0);
  await later.setSecrets(connectorId, SECRETS);
  expect(codes(await later.resumeAll())).toEqual(['complete', 'complete', 'complete']);
  expect(await store.entries('cases', '')).toEqual([]);
});

test('a pending push whose case lies with it, as an earlier version kept it, is finished', async () => {
  const store = memoryStore();
  const host = await open('queue-earlier', { store });
  const connectorId = await save(host, servicenow());
  const record = {
    v: 1,
    caseId: 'earlierA',
    connectorId,
    title: 'Case earlierA',
    startedAt: '2026-11-20T08:00:00.000Z',
    pushedBy: null,
    state: 'queued',
    error: null,
    order: 3,
    case: new TextEncoder().encode(JSON.stringify(caseWith('earlierA', 1))),
    pages: [],
  };
  const key = `earlierA\u0000${connectorId}\u0000`;
  await store.write([{ kind: 'put', table: 'pending', key, value: record }]);
  expect((await host.queue()).items).toMatchObject([{ queuedAt: record.startedAt, state: 'queued' }]);
  expect(codes(await host.resumeAll())).toEqual(['complete']);
  // One of them is the case's mark.
  expect(await commentsOf('earlierA')).toEqual([2]);
  expect(await store.entries('pending', '')).toEqual([]);
});

test('a pending push whose case is lost is set aside', async () => {
  const store = memoryStore();
  const host = await open('queue-lost', { store });
  const connectorId = await save(host, servicenow());
  await host.enqueue([caseWith('lostA', 0)], { connectorId });
  await store.write([{ kind: 'clear', table: 'cases', prefix: '' }]);
  expect(codes(await host.resumeAll())).toEqual(['NOTHING_PENDING']);
  expect(await host.setAside()).toMatchObject([{ table: 'pending', value: { caseId: 'lostA' } }]);
  expect(await shown(host)).toEqual([]);
});

test('a host that is closed ends its pushes, which can be finished by another one', async () => {
  const host = await open('queue-closes', { concurrency: 1 });
  const connectorId = await save(host, servicenow());
  await fault('servicenow', { kind: 'slowAnswer', ms: 20_000, match: { method: 'POST' } });
  const alone = host.push(caseWith('closesA', 1), { connectorId });
  await arrived(caseWith('closesA', 1));
  // The first waits for the place of the other push, which is the only one.
  const queued = host.pushAll([caseWith('closesB', 0), caseWith('closesC', 0)], { connectorId });
  await vi.waitFor(async () => expect((await shown(host))[0]?.[1]).toBe('running'));
  const [outcome, results] = await Promise.all([alone, queued, host.close()]);
  expect(outcome.error.code).toBe('ABORTED');
  expect(codes(results)).toEqual(['ABORTED', 'ABORTED']);
  expect(await codeOf(host.connectors())).toBe('HOST_CLOSED');

  const other = await open('queue-closes', { clock: swiftClock() });
  await other.setSecrets(connectorId, SECRETS);
  expect(await shown(other)).toEqual([
    ['closesB', 'queued', null],
    ['closesC', 'queued', null],
  ]);
  expect(codes(await other.resumeAll())).toEqual(['complete', 'complete', 'complete']);
  expect(await incidentsOf(caseWith('closesA', 1))).toHaveLength(1);
});

test('a case that is put in again while it is pushed is still to be done, as it is then', async () => {
  const host = await open('queue-anew', { clock: swiftClock() });
  const connectorId = await save(host, servicenow());
  await fault('servicenow', { kind: 'slowAnswer', ms: 300, match: { method: 'POST' } });
  const isUnderWay = creates(host, 'anewA');
  const first = host.pushAll([caseWith('anewA', 1)], { connectorId });
  await isUnderWay;
  await host.enqueue([caseWith('anewA', 2)], { connectorId });
  expect(codes(await first)).toEqual(['complete']);
  expect(await shown(host)).toEqual([['anewA', 'queued', null]]);
  expect(codes(await host.resumeAll())).toEqual(['complete']);
  expect(await commentsOf('anewA')).toEqual([3]);
});

test('cases are put in without being begun, and what cannot be put in is said', async () => {
  let host = await open('queue-put-in');
  const connectorId = await save(host, servicenow());
  const put = await host.enqueue([caseWith('putA', 0), '{}', caseWith('putB', 0)], {
    connectorId,
    pushedBy: { username: 'ana', full_name: 'Ana Ruiz', email: null },
  });
  expect(put.map(({ caseId, error }) => caseId ?? error.code)).toEqual(['putA', 'CASE_INVALID', 'putB']);
  expect(put[0]).toEqual({ caseId: 'putA', connectorId, error: null });
  expect(await incidentsOf(caseWith('putA', 0))).toEqual([]);
  host.close();
  host = await open('queue-put-in');
  await host.setSecrets(connectorId, SECRETS);
  expect(await shown(host)).toEqual([
    ['putA', 'queued', null],
    ['putB', 'queued', null],
  ]);
  const [{ outcome }] = await host.resumeAll();
  expect(endOf(outcome)).toBe('complete');
  expect(outcome.externalService.pushed_by.username).toBe('ana');
  expect(await codeOf(host.enqueue([], { onResult() {} }))).toBe('OPTION_UNKNOWN');
});

test('a paused queue ends what is under way, begins nothing, and goes on where somebody says so', async () => {
  const [first, second] = [await open('queue-pauses', { concurrency: 1 }), await open('queue-pauses')];
  const connectorId = await save(first, servicenow());
  const cases = ['pausesA', 'pausesB'].map((id) => caseWith(id, 1));
  await fault('servicenow', { kind: 'delay', ms: 300, times: 1, match: { method: 'POST' } });
  const isUnderWay = creates(second, 'pausesA');
  const pushing = first.pushAll(cases, { connectorId });
  await isUnderWay;
  await second.pauseAll();
  expect((await second.queue()).isPaused).toBe(true);
  expect(codes(await pushing)).toEqual(['complete', 'ABORTED']);
  expect(await shown(second)).toEqual([
    ['pausesA', 'complete', null],
    ['pausesB', 'queued', null],
  ]);
  await first.resumeAll();
  expect((await second.queue()).isPaused).toBe(false);
  expect(await shown(second)).toEqual(cases.map(({ id }) => [id, 'complete', null]));
});

test('finishing another push lets no stopped queue go on', async () => {
  const host = await open('queue-stays');
  const connectorId = await save(host, servicenow());
  await fault('servicenow', { kind: 'status', status: 403, times: 1, match: { method: 'POST' } });
  await host.push(caseWith('staysA', 0), { connectorId });
  await host.enqueue([caseWith('staysB', 0)], { connectorId });
  await host.stopAll();
  expect(codes(await host.resumeAll({ only: [{ caseId: 'staysA', connectorId }] }))).toEqual(['complete']);
  expect((await host.queue()).isPaused).toBe(true);
  expect(codes(await host.resumeAll({ only: [{ caseId: 'staysB', connectorId }] }))).toEqual(['complete']);
  expect((await host.queue()).isPaused).toBe(false);
});

test('one case of the queue is stopped by itself, and says so', async () => {
  const host = await open('queue-one', { concurrency: 1, clock: swiftClock() });
  const connectorId = await save(host, servicenow());
  await fault('servicenow', { kind: 'slowAnswer', ms: 20_000, match: { method: 'POST' } });
  const pushing = host.pushAll([caseWith('oneA', 0), caseWith('oneB', 0)], { connectorId });
  await arrived(caseWith('oneA', 0));
  host.abort('oneA');
  await pushing;
  expect(await shown(host)).toEqual([
    ['oneA', 'unknown', 'ABORTED'],
    ['oneB', 'complete', null],
  ]);
  expect((await host.queue()).isPaused).toBe(false);
});

test('what is still to be done is discarded as a whole, what is under way too', async () => {
  const [first, second] = [await open('queue-discards', { concurrency: 1 }), await open('queue-discards')];
  const connectorId = await save(first, servicenow());
  const cases = ['discardsA', 'discardsB', 'discardsC'].map((id) => caseWith(id, 0));
  await fault('servicenow', { kind: 'slowAnswer', ms: 20_000, match: { method: 'POST', nth: 2 } });
  const pushing = first.pushAll(cases, { connectorId });
  await arrived(cases[1]);
  await second.dismissAll();
  expect(codes(await pushing)).toEqual(['complete', 'ABORTED', 'ABORTED']);
  expect(await shown(second)).toEqual([['discardsA', 'complete', null]]);
  expect(await second.interrupted()).toEqual([]);
  expect((await second.queue()).isPaused).toBe(false);
  // What was sent of it is found.
  expect((await second.plan(cases[1], { connectorId })).steps.length).toBeGreaterThan(0);
});

test('a run that its own signal stops leaves the rest, and pauses nothing', async () => {
  const host = await open('queue-signal', { concurrency: 1 });
  const connectorId = await save(host, servicenow());
  const controller = new AbortController();
  const cases = ['signalA', 'signalB'].map((id) => caseWith(id, 0));
  const results = await host.pushAll(cases, {
    connectorId,
    signal: controller.signal,
    onResult: () => controller.abort(),
  });
  expect(codes(results)[0]).toBe('complete');
  expect(codes(results)[1]).toBe('ABORTED');
  expect((await host.queue()).isPaused).toBe(false);
  expect((await shown(host))[1]).toEqual(['signalB', 'queued', null]);
});

test('a case that is put in anew while its earlier try ends is still to be done, whenever that comes', async () => {
  for (const when of ['read', 'written']) {
    const [name, kept] = [`queue-anew-${when}`, memoryStore()];
    const connectorId = await save(await open(name, { store: kept }), servicenow());
    const it = caseWith(`anew${when}`, 0);
    // The first look at what is pending is that of the try, the second that of its end.
    let looks = 0;
    const putIn = async (isNow) => {
      if (!isNow) return;
      looks = 3;
      await host.enqueue([it], { connectorId });
    };
    const store = {
      ...kept,
      async get(table, key) {
        if (table === 'pending') looks += 1;
        await putIn(when === 'read' && looks === 1);
        return kept.get(table, key);
      },
      async write(changes) {
        await putIn(when === 'written' && looks === 1 && changes.some(({ table }) => table === 'results'));
        return kept.write(changes);
      },
    };
    // Its secret is not here, so that it cannot begin.
    const host = await open(name, { store });
    await host.enqueue([it], { connectorId });
    looks = 0;
    expect(codes(await host.resumeAll())).toEqual(['SECRET_MISSING']);
    expect(await shown(host), when).toEqual([[it.id, 'queued', null]]);
    await host.dismissAll();
    expect(await host.interrupted(), when).toEqual([]);
  }
});

test('a host that is closed has given back its locks: whoever comes then waits for nobody', async () => {
  const kept = memoryStore();
  // As one over a network, which does nothing more once it was closed.
  const slow = () => {
    let isClosed = false;
    return {
      ...kept,
      async exchange(...given) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (isClosed) throw new Error('It was closed.');
        return kept.exchange(...given);
      },
      close() {
        isClosed = true;
      },
    };
  };
  const first = await open('queue-given-back', { store: slow() });
  const connectorId = await save(first, servicenow());
  const it = caseWith('givenBack', 1);
  expect(endOf(await first.push(it, { connectorId }))).toBe('complete');
  await first.close();
  // One for each case would stay for ever.
  expect(await kept.entries('leases', '')).toEqual([]);
  const second = await open('queue-given-back', { store: slow() });
  await second.setSecrets(connectorId, SECRETS);
  expect(endOf(await second.push(it, { connectorId, ifBusy: 'fail' }))).toBe('complete');
});
