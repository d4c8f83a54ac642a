import { describe, expect, test } from 'vitest';
import { smallCase } from '../../../test/samples';
import type { Facts } from '../facts';
import { EVERYTHING, matching, sorted, type Criteria } from './criteria';
import { rowsOf, type Row } from './row';

const FILES = {
  a: smallCase({ id: 'a', title: 'Banana', status: 'open', severity: 'high', tags: ['fruit'], comments: [] }),
  b: smallCase({
    id: 'b',
    title: 'apple',
    status: 'closed',
    severity: 'low',
    tags: ['fruit', 'red'],
    category: 'Malware',
  }),
  c: smallCase({
    id: 'c',
    title: 'Carrot',
    status: 'in-progress',
    severity: 'critical',
    tags: [],
    category: 'Malware',
    assignees: [{ uid: 'u_1' }, { uid: 'u_2' }],
    updated_at: '2026-02-01T00:00:00.000Z',
    external_service: { connector_id: 'jira', external_id: '7', external_title: 'SOC-7', external_url: 'https://x' },
  }),
};

const FACTS: Facts = {
  connectors: [],
  connectorOf: ({ id }) => (id === 'a' ? null : { id: 'jira', label: 'Jira' }),
  stateOf: (key) => (key === 'c' ? 'upToDate' : null),
  isPushing: () => false,
  newsOf: ({ id }) => (id === 'b' ? '3 new from Jira' : null),
  looks: null,
  push: () => {},
  takeOff: async () => {},
};

const rows = [...rowsOf(FILES, FACTS, new Map()).values()];
const keys = (rows: Row[]) => rows.map(({ key }) => key);

describe('matching', () => {
  test.each<[string, Partial<Criteria>, string[]]>([
    ['everything', {}, ['a', 'b', 'c']],
    ['words in any order and case', { search: '  RED apple ' }, ['b']],
    ['the number of an incident', { search: 'soc-7' }, ['c']],
    ['one of several statuses', { status: ['open', 'closed'] }, ['a', 'b']],
    ['several filters at once', { tags: ['fruit'], severity: ['low'] }, ['b']],
    ['a connector', { connector: ['Jira'] }, ['b', 'c']],
    ['a push state', { state: ['upToDate'] }, ['c']],
    ['what others have done', { state: ['news'] }, ['b']],
    ['either', { state: ['news', 'upToDate'] }, ['b', 'c']],
    ['an assignee', { assignees: ['u_1', 'u_3'] }, ['c']],
    ['a category', { category: ['Malware'] }, ['b', 'c']],
    ['nothing', { search: 'turnip' }, []],
  ])('%s', (_, criteria, expected) => expect(keys(matching(rows, { ...EVERYTHING, ...criteria }))).toEqual(expected));
});

describe('sorting', () => {
  test.each<[Parameters<typeof sorted>[1]['field'], string[]]>([
    ['title', ['b', 'a', 'c']],
    ['severity', ['b', 'a', 'c']],
    ['status', ['a', 'c', 'b']],
    ['category', ['a', 'b', 'c']],
    ['comments', ['a', 'b', 'c']],
    ['updatedAt', ['a', 'b', 'c']],
  ])('by %s', (field, expected) => expect(keys(sorted(rows, { field, direction: 'asc' }))).toEqual(expected));

  test('downwards', () =>
    expect(keys(sorted(rows, { field: 'severity', direction: 'desc' }))).toEqual(['c', 'a', 'b']));
});

test('a row stays the same object until something in it changes', () => {
  const before = rowsOf(FILES, FACTS, new Map());
  const after = rowsOf({ ...FILES, b: smallCase({ id: 'b', title: 'Pear' }) }, FACTS, before);
  expect(after.get('a')).toBe(before.get('a'));
  expect(after.get('b')).not.toBe(before.get('b'));
  const pushed = rowsOf(FILES, { ...FACTS, stateOf: () => 'needsUpdate' }, before);
  expect(pushed.get('a')).not.toBe(before.get('a'));
  const looked = rowsOf(FILES, { ...FACTS, newsOf: () => '3 new from Jira' }, before);
  expect(looked.get('b')).toBe(before.get('b'));
  expect(looked.get('c')).not.toBe(before.get('c'));
});
