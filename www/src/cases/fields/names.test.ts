// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { keepName, labelOf, nameOf } from './names';

beforeEach(() => localStorage.clear());

test('a name is kept for its connector, and only so many are', () => {
  keepName('jira', { accountId: '1' }, 'Ana');
  expect([nameOf('jira', { accountId: '1' }), nameOf('other', { accountId: '1' })]).toEqual(['Ana', undefined]);
  for (let at = 0; at < 600; at += 1) keepName('jira', at, `name ${at}`);
  expect([nameOf('jira', { accountId: '1' }), nameOf('jira', 599)]).toEqual([undefined, 'name 599']);
  localStorage.setItem('case-connectors-dashboard/names', '{');
  expect(nameOf('jira', 599)).toBe(undefined);
});

test('a value that is none of the choices is shown by its own words', () => {
  expect([{ value: 'Red' }, { accountId: '5d8' }, { id: '7' }, 'x', 4].map(labelOf)).toEqual([
    'Red',
    '5d8',
    '7',
    'x',
    '4',
  ]);
});
