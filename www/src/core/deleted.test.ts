// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { deleted } from './deleted';

const PREFIX = 'case-connectors-dashboard/deleted/';
const tell = (key: string | null) => dispatchEvent(Object.assign(new Event('storage'), { key }));
const keys = () => deleted.store.get().flatMap((it) => it.keys);

beforeEach(() => {
  localStorage.clear();
  const stop = deleted.watch();
  tell(null);
  stop();
});

test('what is deleted is hidden, and can be brought back until it has passed', () => {
  const [first, second] = [deleted.hide('case', ['a', 'b'], ['1', '2']), deleted.hide('connector', ['jira'])];
  expect(keys()).toEqual(['a', 'b', 'jira']);
  expect(deleted.bringBack(first)).toBe(true);
  expect(keys()).toEqual(['jira']);
  expect(deleted.bringBack(first)).toBe(false);
  deleted.passed(second);
  expect(deleted.bringBack(second)).toBe(false);
  // It stays hidden until it has gone.
  expect(keys()).toEqual(['jira']);
  deleted.gone(second);
  expect(keys()).toEqual([]);
  expect(localStorage).toHaveLength(0);
});

test('what is put there anew under a deleted key is not what was deleted', () => {
  const id = deleted.hide('case', ['a', 'b'], ['1', '2']);
  deleted.replaced('connector', ['a']);
  deleted.replaced('case', ['a', 'c']);
  expect(deleted.store.get()).toMatchObject([{ id, keys: ['b'], caseIds: ['2'] }]);
  deleted.replaced('case', ['b']);
  expect(deleted.store.get()).toEqual([]);
});

test('what another tab has ended or replaced is known before it is heard of', () => {
  const id = deleted.hide('case', ['a', 'b'], ['1', '2']);
  const [key = ''] = Object.keys(localStorage);
  localStorage.setItem(key, JSON.stringify({ ...deleted.now(id), keys: ['b'], caseIds: ['2'] }));
  expect(deleted.now(id)).toMatchObject({ keys: ['b'], caseIds: ['2'] });
  localStorage.removeItem(key);
  expect(deleted.now(id)).toBeNull();
  expect(keys()).toEqual(['a', 'b']);
});

test('what another tab has ended is not brought back, by time nor by hand', () => {
  const [ended, passed] = [deleted.hide('case', ['a'], ['1']), deleted.hide('case', ['b'], ['2'])];
  localStorage.removeItem(PREFIX + ended);
  deleted.passed(ended);
  expect(localStorage.getItem(PREFIX + ended)).toBeNull();
  localStorage.setItem(PREFIX + passed, JSON.stringify({ ...deleted.now(passed), hasPassed: true }));
  expect(deleted.bringBack(passed)).toBe(false);
  expect(deleted.now(passed)).not.toBeNull();
});

test('what another tab has just deleted is replaced too, and nothing that it has ended comes back', () => {
  const id = deleted.hide('case', ['a', 'b'], ['1', '2']);
  const text = localStorage.getItem(PREFIX + id) ?? '';
  localStorage.removeItem(PREFIX + id);
  localStorage.setItem(`${PREFIX}other`, text.replace(id, 'other').replaceAll('"a"', '"z"'));
  deleted.replaced('case', ['a', 'z']);
  expect(deleted.store.get()).toMatchObject([{ id: 'other', keys: ['b'] }]);
  expect(Object.keys(localStorage)).toEqual([`${PREFIX}other`]);
});

test('every tab and the next page hide the same, and nothing that is not theirs', () => {
  deleted.hide('case', ['a'], ['1']);
  const stop = deleted.watch();
  const [key] = Object.keys(localStorage);
  const text = localStorage.getItem(key ?? '') ?? '';
  localStorage.setItem(`${PREFIX}other`, text.replaceAll('"a"', '"z"'));
  localStorage.setItem(`${PREFIX}broken`, '{"id":"x"}');
  localStorage.setItem(`${PREFIX}text`, 'none');
  tell('something else');
  expect(keys()).toEqual(['a']);
  tell(`${PREFIX}other`);
  expect(keys().sort()).toEqual(['a', 'z']);
  localStorage.clear();
  tell(null);
  expect(keys()).toEqual([]);
  stop();
});

test('a page that has its cases for itself neither hides them for what is stored nor stores what becomes of them', () => {
  deleted.hide('case', ['a'], ['1']);
  deleted.hide('connector', ['jira']);
  const before = { ...localStorage };
  deleted.keepCasesApart();
  expect(keys()).toEqual(['jira']);
  const own = deleted.hide('case', ['b'], ['2']);
  deleted.replaced('case', ['a']);
  const stop = deleted.watch();
  tell(null);
  stop();
  expect(keys().sort()).toEqual(['b', 'jira']);
  deleted.passed(own);
  expect(deleted.now(own)).toMatchObject({ hasPassed: true });
  deleted.gone(own);
  expect(keys()).toEqual(['jira']);
  expect({ ...localStorage }).toEqual(before);
});
