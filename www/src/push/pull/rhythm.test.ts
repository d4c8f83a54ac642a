// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { createRhythm, dueIn, RHYTHMS, USED_MS, type Moment } from './rhythm';

const [, EVERY = 0] = RHYTHMS;
const NOW = 1_800_000_000_000;
const DUE: Moment = {
  now: NOW,
  usedAt: NOW - 10 * USED_MS,
  isSeen: true,
  isOnline: true,
  isLooking: false,
  vault: { level: 'device', locked: false },
};
const due = (members: Partial<Moment> = {}, lookedAt = NOW - EVERY) =>
  dueIn({ everyMs: EVERY, lookedAt }, { ...DUE, ...members });

beforeEach(() => localStorage.clear());

test('begins with never, and keeps what somebody chose', () => {
  expect(createRhythm().store.get()).toEqual({ everyMs: 0, lookedAt: 0 });
  expect(dueIn({ everyMs: 0, lookedAt: 0 }, DUE)).toBeNull();
  createRhythm().change({ everyMs: EVERY });
  createRhythm().change({ lookedAt: 5 });
  expect(createRhythm().store.get()).toEqual({ everyMs: EVERY, lookedAt: 5 });
});

test.each(['1', '{"everyMs":1}', '{"everyMs":"300000","lookedAt":"x"}', 'nothing'])(
  'takes no %s for a choice',
  (kept) => {
    localStorage.setItem('case-connectors-dashboard/looks', kept);
    expect(createRhythm().store.get()).toEqual({ everyMs: 0, lookedAt: 0 });
  },
);

test('is due once so long has passed since the latest look of any tab', () => {
  expect(due()).toBe(0);
  expect(due({}, NOW - 1_000)).toBe(EVERY - 1_000);
});

test.each([1_000, 31_536_000_000])(
  'a clock that was set back by %i ms does not put off the next look again and again',
  (back) => {
    const first = due({}, NOW + back) ?? NaN;
    expect(first).toBeLessThanOrEqual(EVERY);
    expect(due({ now: NOW + first }, NOW + back)).toBe(0);
  },
);

test.each<[string, Partial<Moment>]>([
  ['a page that nobody sees', { isSeen: false }],
  ['a browser that is offline', { isOnline: false }],
  ['a locked vault', { vault: { level: 'passphrase', locked: true } }],
  ['a look that is under way', { isLooking: true }],
  ['a passphrase that an unused page would keep unlocked', { vault: { level: 'passphrase', locked: false } }],
])('nothing is asked of %s', (_, members) => expect(due(members)).toBeNull());

test('a page in use looks with a passphrase too, and one that is only seen with the others', () => {
  expect(due({ usedAt: NOW - USED_MS, vault: { level: 'passphrase', locked: false } })).toBe(0);
  expect(due({ vault: { level: 'memory', locked: false } })).toBe(0);
});
