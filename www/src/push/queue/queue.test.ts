// @vitest-environment happy-dom
import type { BulkResult } from 'case-connectors';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { COMPLETE } from '../../../test/pushes';
import { CONNECTOR, failure, outcome, smallCase } from '../../../test/samples';
import type { OneOfMany, Pushes } from '../pushes';
import { forget } from '../push_database';
import { createQueue, missingOf, type Queue, type Surroundings } from './queue';
import { keepPaused, readQueue, resultOf, type Queued } from './queued';
import { roundOf } from './round';

const FILES = { a: smallCase({ id: 'c-a', title: 'A' }), b: smallCase({ id: 'c-b', title: 'B' }) };
const COMPLETED = (it: OneOfMany): BulkResult => ({
  caseId: it.caseId,
  connectorId: it.connectorId,
  outcome: COMPLETE,
  error: null,
});

/** Answers each case as `answer` says, one after the other. */
function pushing(answer: (it: OneOfMany, controller: AbortController) => BulkResult) {
  return vi.fn<Pushes['pushMany']>(async (cases, controller, onEnded) => {
    const results = cases.map((it) => answer(it, controller));
    for (const result of results) onEnded(result);
    return results;
  });
}

function queueOf(pushMany: Pushes['pushMany'], members: Partial<Surroundings> = {}) {
  const surroundings = {
    files: FILES,
    connectors: [CONNECTOR],
    types: [],
    settings: { defaultConnectorId: 'jira', closure: 'close-by-user' as const },
    isLocked: false,
    unlock: vi.fn(async () => true),
    enterSecret: vi.fn(async () => true),
    pushMany,
    ...members,
  };
  return { queue: createQueue(() => surroundings), surroundings };
}

const states = (queue: Queue) =>
  Object.fromEntries(queue.state.get().items.map(({ key, result }) => [key, result?.state ?? null]));
const stored = async () =>
  Object.fromEntries((await readQueue())!.items.map(({ key, result }) => [key, result?.state ?? null]));

beforeEach(async () => {
  await forget('queue');
  await keepPaused(false);
});

test('pushes what was put in, in its order, and keeps the results', async () => {
  const pushMany = pushing(COMPLETED);
  const { queue } = queueOf(pushMany);
  await queue.start(['b', 'gone', 'a']);
  expect(states(queue)).toEqual({ b: null, a: null });
  await queue.drain();
  expect(pushMany.mock.calls.map(([cases]) => cases.map(({ caseId }) => caseId))).toEqual([['c-b', 'c-a']]);
  expect(states(queue)).toEqual({ b: 'complete', a: 'complete' });
  expect(await stored()).toEqual({ b: 'complete', a: 'complete' });
});

test('puts what is added behind what is still to be done', async () => {
  const { queue } = queueOf(pushing(COMPLETED));
  await queue.start(['b']);
  await queue.start(['a']);
  expect((await readQueue())!.items.map(({ key }) => key)).toEqual(['b', 'a']);
});

test('is taken up by another page where it was left', async () => {
  const { queue: left } = queueOf(pushing(COMPLETED));
  await left.start(['a', 'b']);
  const { queue } = queueOf(pushing(COMPLETED));
  expect(queue.state.get().isLoading).toBe(true);
  await queue.drain();
  expect(queue.state.get().isLoading).toBe(false);
  expect(states(queue)).toEqual({ a: 'complete', b: 'complete' });
});

test('a stop leaves to be done what it has reached, and going on does it', async () => {
  const aborted = outcome({ state: 'failed', error: failure('ABORTED'), externalService: null });
  let queue: Queue;
  const pushMany = pushing((it) => {
    if (it.caseId === 'c-a') return COMPLETED(it);
    void queue.stop();
    return { caseId: it.caseId, connectorId: 'jira', outcome: aborted, error: null };
  });
  queue = queueOf(pushMany).queue;
  await queue.start(['a', 'b']);
  await queue.drain();
  expect(states(queue)).toEqual({ a: 'complete', b: null });
  expect(queue.state.get().isPaused).toBe(true);
  expect((await readQueue())!.isPaused).toBe(true);

  pushMany.mockImplementation(pushing(COMPLETED));
  await queue.drain();
  expect(states(queue)).toEqual({ a: 'complete', b: null });
  await queue.goOn();
  await queue.drain();
  expect(states(queue)).toEqual({ a: 'complete', b: 'complete' });
});

test('another tab’s stop stops this one too', async () => {
  let signal: AbortSignal | undefined;
  const pushMany = vi.fn<Pushes['pushMany']>(async (_, controller) => {
    signal = controller.signal;
    await new Promise((resolve) => signal!.addEventListener('abort', resolve));
    return [];
  });
  const { queue } = queueOf(pushMany);
  const leave = queue.watch();
  await queue.start(['a']);
  const drained = queue.drain();
  await vi.waitFor(() => expect(signal).toBeDefined());
  await keepPaused(true);
  // What another tab would post after it has written.
  const other = new BroadcastChannel('case-connectors-dashboard/pushes');
  other.postMessage('marks');
  await drained;
  other.close();
  leave();
  expect(signal!.aborted).toBe(true);
  expect(queue.state.get().isPaused).toBe(true);
});

test('stops with why where the pushes cannot even begin', async () => {
  const { queue } = queueOf(
    vi.fn<Pushes['pushMany']>(async () => {
      throw failure('STORE_FAILED');
    }),
  );
  await queue.start(['a']);
  await queue.drain();
  expect(queue.state.get()).toMatchObject({ isPaused: true, error: { code: 'STORE_FAILED' } });
  expect(states(queue)).toEqual({ a: null });
});

test('does not go on before the passphrase and the missing secrets are there', async () => {
  const connectors = [{ ...CONNECTOR, isMissingSecrets: true }];
  for (const members of [
    { isLocked: true, unlock: async () => false },
    { connectors, enterSecret: async () => false },
  ]) {
    await keepPaused(true);
    const { queue } = queueOf(pushing(COMPLETED), members);
    await queue.drain();
    await queue.start(['a']);
    expect(queue.state.get().isPaused).toBe(true);
  }
  const { queue, surroundings } = queueOf(pushing(COMPLETED), { isLocked: true, connectors });
  await queue.start(['a']);
  expect(surroundings.unlock).toHaveBeenCalledTimes(1);
  expect(surroundings.enterSecret).toHaveBeenCalledWith('jira');
  expect(queue.state.get().isPaused).toBe(false);
});

test('tries again what is not complete, forgets results, and puts a case in only once', async () => {
  const failed = pushing((it) =>
    it.caseId === 'c-a'
      ? COMPLETED(it)
      : { caseId: it.caseId, connectorId: 'jira', outcome: null, error: failure('RATE_LIMITED') },
  );
  const { queue } = queueOf(failed);
  await queue.start(['a', 'b']);
  await queue.drain();
  expect(states(queue)).toEqual({ a: 'complete', b: 'failed' });
  await queue.retry();
  expect(states(queue)).toEqual({ a: 'complete', b: null });
  await queue.start(['b']);
  expect(states(queue)).toEqual({ b: null });
  expect(await stored()).toEqual({ b: null });
  await queue.drain();
  await queue.clear();
  expect(states(queue)).toEqual({});
  expect(await stored()).toEqual({});
});

describe('a round', () => {
  const item = (key: string, members: Partial<Queued> = {}): Queued => ({
    key,
    caseId: `c-${key}`,
    title: key,
    connectorId: 'jira',
    order: 0,
    result: null,
    ...members,
  });

  test('leaves out what has no case or no connector, with why', () => {
    const { ready, lost } = roundOf([item('a'), item('gone'), item('b', { connectorId: null })], FILES);
    expect(ready.map(({ item }) => item.key)).toEqual(['a']);
    expect(lost.map(({ key, result }) => [key, result?.state, result?.error?.code])).toEqual([
      ['gone', 'failed', 'CASE_CLOSED'],
      ['b', 'failed', 'CONNECTOR_UNKNOWN'],
    ]);
  });

  test('pushes a case that is in twice only once', () => {
    const { ready, lost } = roundOf([item('a'), item('b', { caseId: 'c-a' })], FILES);
    expect(ready.map(({ item }) => item.key)).toEqual(['a']);
    expect(lost).toEqual([]);
  });

  test('needs the secrets of its own connectors alone', () => {
    const connectors = [
      { ...CONNECTOR, isMissingSecrets: true },
      { ...CONNECTOR, id: 'other', isMissingSecrets: true },
    ];
    expect(missingOf([item('a')], connectors).map(({ id }) => id)).toEqual(['jira']);
    expect(missingOf([item('a')], [CONNECTOR])).toEqual([]);
  });
});

test('a result has the incident, or the error', () => {
  const pushedComments = [{ id: 'k1', pushedAt: '2026-01-01T11:00:00.000Z' }];
  expect(resultOf({ outcome: outcome({ pushedComments }), error: null } as BulkResult)).toMatchObject({
    state: 'complete',
    incident: { title: 'SOC-1', url: 'https://jira.example.com/browse/SOC-1' },
    comments: 1,
    error: null,
  });
  expect(resultOf({ outcome: null, error: failure('OFFLINE') } as unknown as BulkResult)).toMatchObject({
    state: 'failed',
    incident: null,
    error: { code: 'OFFLINE' },
  });
});
