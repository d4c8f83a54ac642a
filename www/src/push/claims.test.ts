// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { CONNECTOR } from '../../test/samples';
import { withColleague, wordsOf } from './claims';

const account = { id: '712020:1', name: 'Ana Lyst' };

test('a claim says who wrote what and when', () => {
  expect(wordsOf({ kind: 'entry', commentId: 'c1', account, at: '2026-09-14' })).toBe(
    'An entry by Ana Lyst (712020:1), 2026-09-14 says so of comment c1.',
  );
  expect(wordsOf({ kind: 'entry', commentId: null, account: null, at: null })).toBe('An entry says so.');
  expect(wordsOf({ kind: 'incident', commentId: null, account, at: null })).toContain('created by Ana Lyst');
  expect(wordsOf({ kind: 'incident', commentId: null, account: null, at: null })).toContain('Nobody can tell');
  expect(wordsOf({ kind: 'case', commentId: 'c1', account: null, at: null })).toContain('does not show it');
});

test('a colleague is remembered once, beside the others and what else the connector says', () => {
  const first = withColleague(
    { ...CONNECTOR, config: { apiUrl: 'https://x', advanced: { textFormat: 'raw' } } },
    'ana',
  );
  expect(first.config).toEqual({ apiUrl: 'https://x', advanced: { textFormat: 'raw', colleagues: 'ana' } });
  const second = withColleague(withColleague(first, 'bo'), 'ana');
  expect(second.config).toMatchObject({ advanced: { textFormat: 'raw', colleagues: 'bo, ana' } });
});
