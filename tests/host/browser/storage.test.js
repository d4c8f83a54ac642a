// What only a browser's own storage can show.
import { expect, test } from 'vitest';

import { change, dump, keys, withDatabase, withFailingWrites, withMember } from '../lib/database.js';
import { caseOf, codeOf, endOf, errorOf, open, SECRETS, save, servicenow } from '../lib/host.js';
import { commentsOf, fault, ledger } from '../lib/simulators.js';

test('no secret is stored in the open', async () => {
  const host = await open('in-the-open');
  await save(host, servicenow());
  host.close();
  const stored = JSON.stringify(await dump('in-the-open'));
  expect(stored).toContain('case.bot');
  expect(stored).not.toContain('demo-password');
});

test('a newer database is left as it is', async () => {
  const make = (database) => database.createObjectStore('future');
  await withDatabase('newer', () => {}, { version: 99, make });
  expect(await codeOf(open('newer'))).toBe('STORE_TOO_NEW');
  expect(await dump('newer')).toEqual({ future: [] });
});

test('refused and missing storage are errors that name the way out', async () => {
  const refusing = {
    open() {
      throw new DOMException('no', 'SecurityError');
    },
  };
  for (const [instead, code] of [
    [undefined, 'STORE_MISSING'],
    [refusing, 'STORE_UNAVAILABLE'],
  ]) {
    const error = await withMember(globalThis, 'indexedDB', instead, () => errorOf(open('refused')));
    expect(error.code).toBe(code);
    expect(error.remedy).toContain('memory');
  }
});

test('a storage that fails or is taken is an error with the browser’s words', async () => {
  const host = await open('fails');
  for (const [name, code] of [
    ['UnknownError', 'STORE_FAILED'],
    ['ConstraintError', 'STORE_CONFLICT'],
  ]) {
    const saving = () => errorOf(host.saveConnector(servicenow()));
    const error = await withFailingWrites(name, 'The disk is gone.', saving);
    expect(error.code).toBe(code);
    expect(error.message).toContain('The disk is gone.');
  }
});

test('a full storage stops a push before anything is sent', async () => {
  const host = await open('full');
  const connectorId = await save(host, servicenow());
  const before = (await ledger('servicenow')).length;
  const pushing = () => codeOf(host.push(caseOf('full'), { connectorId }));
  expect(await withFailingWrites('QuotaExceededError', 'Quota exceeded.', pushing)).toBe('STORE_FULL');
  expect(await ledger('servicenow')).toHaveLength(before);
});

test('damaged records are set aside and block nothing', async () => {
  const host = await open('damaged');
  const connectorId = await save(host, servicenow());
  await host.push(caseOf('damaged'), { connectorId });
  const [first] = await keys('damaged', 'journal');
  await change('damaged', ['journal', 'connectors', 'pending'], (journal, connectors, pending) => {
    journal.put({ v: 1, nonsense: true }, first);
    connectors.put('nonsense', 'x');
    pending.put({ v: 1 }, 'y');
  });
  expect(await host.connectors()).toHaveLength(1);
  expect(await host.interrupted()).toEqual([]);
  // The create's receipt is lost. The push finds out what it said, and writes nothing twice.
  const outcome = await host.push(caseOf('damaged'), { connectorId });
  expect([endOf(outcome), outcome.writes]).toEqual(['complete', 0]);
  const aside = await host.setAside();
  expect(aside.map(({ table }) => table).sort()).toEqual(['connectors', 'journal', 'pending']);
  expect(aside[0].reason.length).toBeGreaterThan(10);
  expect(await commentsOf('damaged')).toEqual([4]);
});

test('records that no JSON can hold are in nobody’s way', async () => {
  let host = await open('no-json');
  const connectorId = await save(host, servicenow());
  host.close();
  await change('no-json', ['pauses', 'pending'], (pauses, pending) => {
    pauses.put({ since: 1n, until: 2n }, 'https://servicenow.example');
    pending.put({ caseId: 'x', connectorId, title: 1n }, 'x');
  });
  host = await open('no-json');
  expect(await host.interrupted()).toEqual([]);
  expect((await host.setAside()).map(({ key }) => key)).toEqual(['x']);
});

test('a journal record that no JSON can hold is set aside, and the push looks', async () => {
  const host = await open('no-json-journal');
  const connectorId = await save(host, servicenow());
  await host.push(caseOf('nojson'), { connectorId });
  const [first] = await keys('no-json-journal', 'journal');
  await change('no-json-journal', ['journal'], (journal) => {
    journal.put({ v: 1, seq: 0n }, first);
  });
  expect((await host.plan(caseOf('nojson'), { connectorId })).steps.length).toBeGreaterThan(0);
  const outcome = await host.push(caseOf('nojson'), { connectorId });
  expect([endOf(outcome), outcome.writes]).toEqual(['complete', 0]);
  expect(await host.setAside()).toMatchObject([{ table: 'journal', key: first, value: { seq: 0n } }]);
  expect(await commentsOf('nojson')).toEqual([4]);
});

test('a damaged record is set aside by itself, also where its key begins the keys of others', async () => {
  const host = await open('prefix');
  const connectorId = await save(host, servicenow());
  await host.push(caseOf('prefix'), { connectorId });
  const before = await keys('prefix', 'journal');
  await fault('servicenow', { kind: 'status', status: 403, match: { method: 'POST' } });
  await host.push(caseOf('prefixfails'), { connectorId });
  await change('prefix', ['journal', 'pending'], (journal, pending) => {
    journal.put({ v: 1, nonsense: true }, `prefix\u0000${connectorId}\u0000`);
    pending.put({ v: 1 }, 'prefix');
  });
  expect((await host.interrupted()).map(({ caseId }) => caseId)).toEqual(['prefixfails']);
  const outcome = await host.push(caseOf('prefix'), { connectorId });
  expect([endOf(outcome), outcome.writes]).toEqual(['complete', 0]);
  // All but the last, which says that the push before was complete.
  expect(await keys('prefix', 'journal')).toEqual(expect.arrayContaining(before.slice(0, -1)));
});

test('without Web Locks a lease keeps tabs apart', async () => {
  await withMember(navigator, 'locks', undefined, async () => {
    const [first, second] = [await open('lease'), await open('lease')];
    const connectorId = await save(first, servicenow());
    await second.setSecrets(connectorId, SECRETS);
    const pushes = [first, second].map((host) => host.push(caseOf('lease'), { connectorId }));
    const outcomes = await Promise.all(pushes);
    expect(outcomes.map(({ writes }) => writes).sort()).toEqual([0, 4]);
  });
  expect(await commentsOf('lease')).toEqual([4]);
});
