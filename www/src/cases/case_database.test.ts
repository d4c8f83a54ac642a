import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { smallCase } from '../../test/samples';
import { ANY, setField } from './case_edit';
import type { CaseFile } from './case_file';
import { viewOf } from './case_view';
import { change, keyFor, onChange, put, readAll, remove, type Files } from './case_database';

const titlesOf = (files: Files) =>
  Object.fromEntries(Object.entries(files).map(([key, it]) => [key, viewOf(it).title]));

beforeEach(async () => {
  await remove(Object.keys((await readAll()).files));
  await put({ a: smallCase({ id: 'a', title: 'A' }), b: smallCase({ id: 'b', title: 'B' }) });
});

test('keeps cases, and that the samples were seen', async () => {
  expect(titlesOf((await readAll()).files)).toEqual({ a: 'A', b: 'B' });
  expect((await readAll()).isSeeded).toBe(false);
  await put({}, true);
  await remove(['a', 'b']);
  expect(await readAll()).toEqual({ files: {}, isSeeded: true });
});

test('of the samples only those come whose keys are free, and none once they were seen', async () => {
  vi.resetModules();
  const another = await import('./case_database');
  const factory = globalThis.indexedDB;
  try {
    globalThis.indexedDB = new IDBFactory();
    const samples = { a: smallCase({ id: 'a', title: 'A sample' }), s: smallCase({ id: 's', title: 'S' }) };
    await another.put({ a: smallCase({ id: 'a', title: 'A' }) });
    expect(titlesOf(await another.seed(samples))).toEqual({ a: 'A', s: 'S' });
    expect(titlesOf((await another.readAll()).files)).toEqual({ a: 'A', s: 'S' });
    await another.remove(['s']);
    expect(titlesOf(await another.seed(samples))).toEqual({ a: 'A' });
  } finally {
    globalThis.indexedDB = factory;
  }
});

test('changes what is stored, not what a page shows of it', async () => {
  await put({ a: smallCase({ id: 'a', title: 'By another tab' }) });
  const shown = { a: smallCase({ id: 'a', title: 'A' }) };
  await expect(change(['a'], setField('title', 'A', 'Mine'), shown)).rejects.toMatchObject({ code: 'CASE_CHANGED' });
  expect(titlesOf(await change(['a'], setField('title', ANY, 'Mine'), shown))).toEqual({ a: 'Mine' });
  expect(titlesOf((await readAll()).files)).toEqual({ a: 'Mine', b: 'B' });
});

test('changes all or none', async () => {
  const edit = setField('title', 'A', 'New');
  await expect(change(['a', 'b'], edit, {})).rejects.toMatchObject({ code: 'CASE_CHANGED' });
  await expect(change(['a', 'gone'], setField('title', ANY, 'New'), {})).rejects.toMatchObject({
    code: 'CASE_DELETED',
  });
  expect(titlesOf((await readAll()).files)).toEqual({ a: 'A', b: 'B' });
});

test('changes none where one cannot be stored', async () => {
  const edit = setField('title', ANY, 'New');
  const unstorable = { history: [() => {}] } as unknown as Partial<CaseFile>;
  const edited = change(['a', 'b'], (file) => ({ ...edit(file), ...(viewOf(file).id === 'b' && unstorable) }), {});
  await expect(edited).rejects.toMatchObject({ name: 'DataCloneError' });
  expect(titlesOf((await readAll()).files)).toEqual({ a: 'A', b: 'B' });
});

test('tells other tabs what was changed, and what is gone', async () => {
  // A channel hears what others of its name send: the listener of this page stands for another tab.
  const other = new BroadcastChannel('case-connectors-dashboard/cases');
  const heard: Record<string, unknown>[] = [];
  const leave = onChange((changes) => heard.push(changes));
  await put({ a: smallCase({ id: 'a', title: 'Newer' }) });
  await remove(['b']);
  other.postMessage(['a', 'b']);
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0));
  leave();
  other.close();
  expect(titlesOf({ a: heard[0]!.a } as Files)).toEqual({ a: 'Newer' });
  expect(heard[0]!.b).toBeNull();
});

test.each([
  ['comes', true],
  ['goes', false],
])('a case that is put in the place of a deleted one stays, whichever %s first', async (_, isPutFirst) => {
  const deleted = new Set(['a', 'b']);
  const work = [
    () => put({ a: smallCase({ id: 'a', title: 'Anew' }) }, false, () => deleted.delete('a')),
    () => remove(['a', 'b'], (key) => deleted.has(key)),
  ];
  await Promise.all((isPutFirst ? work : work.reverse()).map((begin) => begin()));
  expect(titlesOf((await readAll()).files)).toEqual({ a: 'Anew' });
});

test('a storage that cannot be opened is not an empty one, and is asked again', async () => {
  vi.resetModules();
  const another = await import('./case_database');
  const factory = globalThis.indexedDB;
  try {
    globalThis.indexedDB = new IDBFactory();
    const newer = indexedDB.open('case-connectors-dashboard', 3);
    await new Promise((done) => (newer.onsuccess = done));
    newer.result.close();
    await expect(another.readAll()).rejects.toMatchObject({ name: 'VersionError' });
    await expect(another.put({ a: smallCase({ id: 'a' }) })).rejects.toMatchObject({ name: 'VersionError' });
    globalThis.indexedDB = factory;
    expect(titlesOf((await another.readAll()).files)).toEqual({ a: 'A', b: 'B' });
    // A page that goes on without it leaves it as it is.
    another.goWithoutStorage();
    expect(await another.readAll()).toEqual({ files: {}, isSeeded: false });
    await another.put({ a: smallCase({ id: 'a', title: 'Apart' }) });
    await another.remove(['b']);
    expect(titlesOf((await readAll()).files)).toEqual({ a: 'A', b: 'B' });
  } finally {
    globalThis.indexedDB = factory;
  }
});

test('without access to a storage there are no cases, and they last as long as the page', async () => {
  vi.resetModules();
  const another = await import('./case_database');
  const denied = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  expect(await another.readAll()).toEqual({ files: {}, isSeeded: false });
  denied.mockRestore();
  await another.put({ c: smallCase({ id: 'c' }) });
  expect(titlesOf((await readAll()).files)).toEqual({ a: 'A', b: 'B' });
});

test.each([
  ['8b5e-4', true],
  ['with space', false],
  ['a/b', false],
  ['configure', false],
  ['', false],
])('the id %j is its own key: %s', (id, isKey) => expect(keyFor(id) === id).toBe(isKey));
