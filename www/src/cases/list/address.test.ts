import { expect, test } from 'vitest';
import { AT_FIRST, fromAddress, toAddress, type Shown } from './address';

const NARROWED: Shown = {
  criteria: { ...AT_FIRST.criteria, search: 'a&b =?#+ ü', tags: ['x,y', 'a&b', '100 %'], status: ['open', 'closed'] },
  sort: { field: 'severity', direction: 'asc' },
  page: 3,
  size: 50,
};

test('what an address says is what was shown', () => {
  expect(fromAddress(toAddress(NARROWED, ''))).toEqual(NARROWED);
  expect(fromAddress(toAddress({ ...NARROWED, sort: { field: 'title', direction: 'desc' } }, '')).sort).toEqual({
    field: 'title',
    direction: 'desc',
  });
});

test('the list as it is at first needs no words', () => {
  expect(toAddress(AT_FIRST, '')).toBe('');
  expect(fromAddress('')).toEqual(AT_FIRST);
});

test('what else an address says stays', () => {
  expect(toAddress(AT_FIRST, '?csp=strict&search=old&tags=x')).toBe('?csp=strict');
});

test.each([
  '?page=0',
  '?page=-3',
  '?page=x',
  '?page=99999999999',
  '?size=7',
  '?size=',
  '?sort=-nothing',
  '?sort=__proto__',
  '?status=',
  '?search=',
])('%s is as at first', (address) => expect(fromAddress(address)).toEqual(AT_FIRST));
