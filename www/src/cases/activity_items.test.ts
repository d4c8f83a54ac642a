import { describe, expect, test } from 'vitest';
import { smallCase } from '../../test/samples';
import { folded, itemsOf, keyOf } from './activity_items';
import { setField } from './case_edit';
import { viewOf } from './case_view';

const comment = (id: string, day: string) => ({
  id,
  type: 'user',
  comment: id,
  created_at: `2026-01-${day}T00:00:00.000Z`,
  created_by: null,
});
const file = setField(
  'severity',
  'low',
  'high',
)(smallCase({ comments: [comment('late', '09'), comment('early', '02')] }));
const open = { key: 'k', file, view: viewOf(file) };
const keys = (...of: Parameters<typeof itemsOf>) =>
  itemsOf(...of).map((item) => ('comment' in item ? keyOf(item) : 'changed'));

test('entries stand in the order of time, from either end', () => {
  expect(keys(open, 'all', 'oldest')).toEqual(['early', 'late', 'changed']);
  expect(keys(open, 'all', 'newest')).toEqual(['changed', 'late', 'early']);
});

test('comments or history alone', () => {
  expect(keys(open, 'comments', 'oldest')).toEqual(['early', 'late']);
  expect(keys(open, 'history', 'newest')).toEqual(['changed']);
});

describe('a long case shows its ends', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
  const none = () => false;
  const shown = (count: number, opened = 0, isNeeded: (it: number) => boolean = none) => {
    const { first, hidden, last } = folded(numbers(count), opened, isNeeded);
    return [...first, `${hidden} more`, ...last];
  };

  test.each([0, 1, 10, 11, 19, 20])('%i entries stand whole, each once and in order', (count) => {
    const { first, hidden, last } = folded(numbers(count), 0, none);
    expect([[...first, ...last], hidden]).toEqual([numbers(count), 0]);
  });

  test('with a gap between them', () =>
    expect(shown(1000)).toEqual([...numbers(10), '980 more', ...numbers(1000).slice(990)]));
  test('which opens by steps', () => {
    expect(shown(100, 50)).toEqual([...numbers(60), '30 more', ...numbers(100).slice(90)]);
    expect(shown(100, 100)).toEqual([...numbers(90), '0 more', ...numbers(100).slice(90)]);
  });
  test('and up to what somebody is writing or was sent to', () =>
    expect(shown(100, 0, (it) => it === 40 || it === 95)).toEqual([
      ...numbers(41),
      '49 more',
      ...numbers(100).slice(90),
    ]));
});
