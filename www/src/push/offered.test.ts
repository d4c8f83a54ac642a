import { expect, test } from 'vitest';
import { failure, interrupted, outcome } from '../../test/samples';
import { canFinish, offeredOf } from './offered';
import type { QueuedPush } from 'case-connectors';
import type { Run } from './runs';

const LEFT = interrupted();
const run = (members: object): Run =>
  ({ caseId: 'c1', title: 'A case', connectorId: 'jira', resumed: null, choices: {}, ...members }) as Run;
const ENDED = run({ state: 'ended', outcome: outcome({ state: 'failed' }) });

test('offers what an earlier page has left', () => expect(offeredOf([LEFT], {}, [], [])).toEqual([LEFT]));

test('leaves to the queue, to the page of the case and to another tab what they show', () => {
  const queued = { caseId: 'c1', connectorId: 'jira' } as QueuedPush;
  expect(offeredOf([LEFT], {}, [], [queued])).toEqual([]);
  expect(offeredOf([LEFT], { c1: ENDED }, [], [])).toEqual([]);
  expect(offeredOf([LEFT], {}, ['c1'], [])).toEqual([]);
  // Another case, or the same with another connector, is none of theirs.
  expect(
    offeredOf([LEFT], { c1: { ...ENDED, connectorId: 'snow' } }, ['c2'], [{ ...queued, connectorId: 'snow' }]),
  ).toEqual([LEFT]);
});

test('lists one that is being finished, once', () => {
  const finishing = run({ state: 'running', isStopping: false, resumed: LEFT });
  expect(offeredOf([], { c1: finishing }, [], [])).toEqual([LEFT]);
  expect(offeredOf([LEFT], { c1: finishing }, [], [])).toEqual([LEFT]);
  // One that failed again is listed by the package.
  const failed = run({ state: 'ended', outcome: outcome({ state: 'failed' }), resumed: LEFT });
  expect(offeredOf([], { c1: failed }, [], [])).toEqual([]);
  expect(offeredOf([LEFT], { c1: failed }, [], [])).toEqual([LEFT]);
});

test('finishes none that asks something, and none without its connector', () => {
  expect(canFinish(LEFT)).toBe(true);
  expect(canFinish(interrupted({ connectorName: null }))).toBe(false);
  for (const code of ['INCIDENT_EDITED', 'INCIDENT_GONE', 'INCIDENT_CLOSED']) {
    expect(canFinish(interrupted({ error: failure(code) }))).toBe(false);
  }
  expect(canFinish(interrupted({ error: failure('RATE_LIMITED') }))).toBe(true);
});
