import { expect, test } from 'vitest';
import { queued } from '../../../test/samples';
import { remainingIn, remainingMs } from './remaining';

const START = Date.parse('2026-01-01T10:00:00Z');
const ended = (ms: number) =>
  queued({
    state: 'complete',
    result: { at: new Date(START + ms).toISOString(), incident: null, comments: 0, warnings: 0, error: null },
  });

test('what is left takes as long as the latest ones took, without the time in which it was stopped', () => {
  const ends = [0, 1_000, 2_000, 3_000, 4_000].map(ended);
  expect(remainingMs([...ends, queued(), queued()])).toBe(2_000);
  const afterNight = [...ends, ended(36_000_000), ended(36_003_000)];
  expect(remainingMs([...afterNight, queued()])).toBe((4 * 1_000 + 3_000) / 5);
});

test('too few say nothing', () => {
  expect(remainingMs([ended(0), ended(1_000), queued()])).toBe(null);
  expect(remainingMs([queued()])).toBe(null);
});

test('is told in words', () => {
  expect(remainingIn(20_000)).toBe('less than a minute left');
  expect(remainingIn(60_000)).toBe('about 1 minute left');
  expect(remainingIn(150_000)).toBe('about 3 minutes left');
});
