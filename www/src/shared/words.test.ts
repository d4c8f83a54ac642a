import { expect, test } from 'vitest';
import { toDetails } from './error';
import { count, formatTime, formatWait } from './time';
import { nameOf } from './user';

test('says times in UTC, and leaves what is no time', () => {
  expect(formatTime('2026-03-01T23:30:00+02:00')).toBe('Mar 1, 2026, 9:30 PM UTC');
  expect(formatTime('yesterday')).toBe('yesterday');
});

test.each([
  [999, 'less than a second'],
  [1000, '1 second'],
  [61_499, '61 seconds'],
])('a wait of %i ms', (ms, words) => expect(formatWait(ms)).toBe(words));

test('counts one and many', () => {
  expect([count(1, 'push', 'pushes'), count(0, 'push', 'pushes'), count(2, 'case')]).toEqual([
    '1 push',
    '0 pushes',
    '2 cases',
  ]);
});

test('names a person by the best that there is', () => {
  const person = { username: 'dana', full_name: 'Dana', email: 'd@example.com' };
  expect(nameOf(person)).toBe('Dana');
  expect(nameOf({ ...person, full_name: null })).toBe('dana');
  expect(nameOf({ ...person, full_name: null, username: null })).toBe('d@example.com');
  expect(nameOf(null)).toBe('Unknown');
});

test('shows an error of the package as it is, and anything else with a remedy', () => {
  const ours = { code: 'RATE_LIMITED', message: 'm', remedy: 'r', field: 'f', status: 429, remote: 'words' };
  expect(toDetails(Object.assign(new Error('m'), ours))).toEqual(ours);
  expect(toDetails('boom')).toMatchObject({ code: 'UNEXPECTED', message: 'Something unexpected happened: boom' });
  expect(toDetails(new TypeError('x is undefined'))).toMatchObject({ code: 'UNEXPECTED', message: 'x is undefined' });
  expect(toDetails(null).remedy).not.toBe('');
});
