import type { BulkOptions, BulkResult } from 'case-connectors';
import { expect, test, vi } from 'vitest';
import { COMPLETE, heldPackage, pushesOf } from '../../test/pushes';
import { CONNECTOR, failure, interrupted, outcome, progress, queued, smallCase } from '../../test/samples';
import { viewOf } from '../cases/case_view';
import type { PushRecord } from './history/records';
import { readFrom } from './push_database';
import { runningElsewhereIn, runningIn } from './runs';

const file = smallCase();
const CURRENT = { key: 'c1', file, view: viewOf(file) };

test('a push is running, then ended, and hands over what it was begun with', async () => {
  const { store, held } = heldPackage();
  const { pushes, surroundings } = pushesOf(store);
  const pushed = pushes.push(CURRENT, CONNECTOR, { ifClosed: 'continue' });
  expect(store.push).toHaveBeenCalledWith(
    file.json,
    expect.objectContaining({ connectorId: 'jira', ifClosed: 'continue' }),
  );
  expect(pushes.runs.get().runs.c1).toMatchObject({
    state: 'running',
    isStopping: false,
    choices: { ifClosed: 'continue' },
  });
  expect(runningIn(pushes.runs.get())).toEqual(['c1']);

  held('push').options.onProgress?.(progress({ done: 2 }));
  expect(pushes.runs.get().progress.c1).toMatchObject({ done: 2 });

  held('push').end(COMPLETE);
  await pushed;
  expect(pushes.runs.get()).toMatchObject({ runs: { c1: { state: 'ended', outcome: COMPLETE } }, progress: {} });
  expect(surroundings.takeOver).toHaveBeenCalledWith(COMPLETE, { file, startedAt: expect.any(String) });
  expect(surroundings.reload).toHaveBeenCalledTimes(1);
  expect(runningIn(pushes.runs.get())).toEqual([]);

  pushes.clear('c1');
  expect(pushes.runs.get().runs).toEqual({});
});

test('a push that cannot begin is refused with why', async () => {
  const { store, held } = heldPackage();
  const { pushes, surroundings } = pushesOf(store);
  const pushed = pushes.push(CURRENT, CONNECTOR);
  held('push').fail(failure('CONNECTOR_INVALID'));
  await pushed;
  expect(pushes.runs.get().runs.c1).toMatchObject({ state: 'refused', error: { code: 'CONNECTOR_INVALID' } });
  expect(surroundings.takeOver).not.toHaveBeenCalled();
  expect(surroundings.reload).toHaveBeenCalledTimes(1);
});

test('what comes after the end is no progress', async () => {
  const { store, held } = heldPackage();
  const { pushes } = pushesOf(store);
  const pushed = pushes.push(CURRENT, CONNECTOR);
  const { options, end } = held('push');
  end(COMPLETE);
  await pushed;
  options.onProgress?.(progress());
  expect(pushes.runs.get().progress).toEqual({});
});

test('stopping a push that has not begun aborts it; one that has begun is stopped by the package', async () => {
  const { store, held } = heldPackage();
  const { pushes } = pushesOf(store);
  const pushed = pushes.push(CURRENT, CONNECTOR);
  const { options, end } = held('push');
  options.onProgress?.(progress());
  pushes.abort('c1');
  expect(pushes.runs.get().runs.c1).toMatchObject({ isStopping: true });
  expect(store.abort).toHaveBeenCalledWith('c1');
  expect(options.signal?.aborted).toBe(false);
  end(outcome({ state: 'failed', error: failure('ABORTED') }));
  await pushed;

  const again = pushes.push(CURRENT, CONNECTOR);
  pushes.abort('c1');
  expect(held('push').options.signal?.aborted).toBe(true);
  held('push').end(COMPLETE);
  await again;
});

test('finishing goes on with what an earlier page began, and says so', async () => {
  const { store, held } = heldPackage();
  const { pushes, surroundings } = pushesOf(store);
  const left = interrupted();
  const finished = pushes.resume(left);
  expect(store.resume).toHaveBeenCalledWith('c1', expect.objectContaining({ connectorId: 'jira' }));
  expect(pushes.runs.get().runs.c1).toMatchObject({ state: 'running', resumed: left });
  held('resume').end(COMPLETE);
  await finished;
  expect(surroundings.takeOver).toHaveBeenCalledWith(COMPLETE, { file: null, startedAt: left.startedAt });
  expect(surroundings.toast).toHaveBeenCalledWith(expect.objectContaining({ text: 'A case' }));
});

test('finishing all asks first for the passphrase and each missing secret, and begins nothing without them', async () => {
  const left = [
    interrupted({ isMissingSecrets: true }),
    interrupted({ caseId: 'c2', isMissingSecrets: true }),
    interrupted({ caseId: 'c3', connectorId: 'snow' }),
  ];
  const { store } = heldPackage();
  store.resumeAll.mockResolvedValue([]);
  const enterSecret = vi.fn(async () => true);
  const refusing = pushesOf(store, { isLocked: true, unlock: async () => false, enterSecret });
  await refusing.pushes.resumeAll(left);
  await pushesOf(store, { enterSecret: async () => false }).pushes.resumeAll(left);
  expect(store.resumeAll).not.toHaveBeenCalled();
  expect(refusing.pushes.runs.get().runs).toEqual({});

  const { pushes } = pushesOf(store, { isLocked: true, enterSecret });
  await pushes.resumeAll(left);
  expect(enterSecret.mock.calls).toEqual([['jira']]);
  const only = left.map(({ caseId, connectorId }) => ({ caseId, connectorId }));
  expect(store.resumeAll).toHaveBeenCalledWith(expect.objectContaining({ ifBusy: 'fail', only }));
});

test('a case that is queued for two connectors has a result of each', async () => {
  const { store } = heldPackage();
  const { pushes } = pushesOf(store);
  const items = ['jira', 'snow'].map((connectorId) => queued({ caseId: 'c1', connectorId }));
  const shown: unknown[] = [];
  store.resumeAll.mockImplementation(async (options: BulkOptions): Promise<BulkResult[]> => {
    for (const [at, { caseId, connectorId }] of items.entries()) {
      options.onProgress?.(progress({ caseId, connectorId }));
      options.onResult?.({ caseId, connectorId, outcome: COMPLETE, error: null }, { finished: at + 1, count: 2 });
      const { state, connectorId: of } = pushes.runs.get().runs.c1 ?? {};
      shown.push([state, of]);
    }
    return [];
  });
  await pushes.workAt(items);
  expect(shown).toEqual([
    ['ended', 'jira'],
    ['ended', 'snow'],
  ]);
});

test('cases of the queue begin and end one by one, and what was edited since they were put in is known by that time', async () => {
  const { store } = heldPackage();
  const { pushes, surroundings } = pushesOf(store);
  const items = ['c1', 'c2'].map((caseId, at) => queued({ caseId, queuedAt: `2026-01-01T10:0${at}:00.000Z` }));
  const seen: string[][] = [];
  store.resumeAll.mockImplementation(async (options: BulkOptions): Promise<BulkResult[]> => {
    const results = items.map(({ caseId }) => ({ caseId, connectorId: 'jira', outcome: COMPLETE, error: null }));
    for (const [at, result] of results.entries()) {
      options.onProgress?.(progress({ caseId: result.caseId }));
      seen.push(runningIn(pushes.runs.get()));
      options.onResult?.(result, { finished: at + 1, count: 2 });
    }
    return results;
  });
  await pushes.workAt(items);
  const only = items.map(({ caseId, connectorId }) => ({ caseId, connectorId }));
  expect(store.resumeAll).toHaveBeenCalledWith(expect.objectContaining({ only }));
  expect(seen).toEqual([['c1'], ['c2']]);
  expect(surroundings.takeOver.mock.calls.map((call: unknown[]) => call[1])).toEqual(
    items.map(({ queuedAt }) => ({ file: null, startedAt: queuedAt })),
  );
  expect(pushes.runs.get().runs).toMatchObject({ c1: { state: 'ended' }, c2: { state: 'ended' } });
});

test('a case of the queue that never began leaves no trace, unless it could not begin', async () => {
  const { store } = heldPackage();
  const { pushes } = pushesOf(store);
  const codes = ['ABORTED', 'NOTHING_PENDING', 'SECRET_MISSING'];
  store.resumeAll.mockImplementation(async (options: BulkOptions) => {
    options.onProgress?.(progress({ caseId: 'NOTHING_PENDING', state: 'waiting' }));
    for (const code of codes) {
      const result: BulkResult = { caseId: code, connectorId: 'jira', outcome: null, error: failure(code) };
      options.onResult?.(result, { finished: 1, count: 3 });
    }
    return [];
  });
  await pushes.workAt(codes.map((caseId) => queued({ caseId })));
  expect(Object.keys(pushes.runs.get().runs)).toEqual(['SECRET_MISSING']);
  const kept = () => readFrom<PushRecord[]>('history', (store) => store.getAll());
  const cases = async () => (await kept())?.map(({ caseId }) => caseId).filter((caseId) => codes.includes(caseId));
  await vi.waitFor(async () => expect(await cases()).toEqual(['SECRET_MISSING']));
});

test('knows what other tabs push, and forgets it when this one begins', async () => {
  const { store, held, tellOfOthers } = heldPackage();
  const { pushes, surroundings } = pushesOf(store);
  pushes.watch();
  tellOfOthers(progress({ state: 'waiting' }));
  expect(pushes.runs.get().others).toEqual({});
  tellOfOthers(progress());
  expect(runningElsewhereIn(pushes.runs.get())).toEqual(['c1']);
  expect(surroundings.reload).not.toHaveBeenCalled();
  tellOfOthers(progress({ state: 'complete' }));
  expect(runningElsewhereIn(pushes.runs.get())).toEqual([]);
  expect(surroundings.reload).toHaveBeenCalledTimes(1);

  const pushed = pushes.push(CURRENT, CONNECTOR);
  expect(pushes.runs.get().others).toEqual({});
  // What this tab does itself is no news.
  tellOfOthers(progress());
  expect(pushes.runs.get().others).toEqual({});
  held('push').end(COMPLETE);
  await pushed;
});
