// @vitest-environment happy-dom
import type {
  BulkResult,
  CaseConnectors,
  CaseInput,
  EnqueueOptions,
  QueuedPush,
  StoredConnector,
} from 'case-connectors';
import { beforeEach, expect, test, vi } from 'vitest';
import { COMPLETE } from '../../../test/pushes';
import { CONNECTOR, failure, queued, smallCase } from '../../../test/samples';
import type { Pushes } from '../pushes';
import { forget, LEFT_QUEUE, writeTo } from '../push_database';
import { readLeft } from './left_queue';
import { createQueue, missingOf, openOf, type Queue, type Surroundings } from './queue';

const FILES = {
  a: smallCase({ id: 'c-a', title: 'A' }),
  b: smallCase({ id: 'c-b', title: 'B' }),
  c: smallCase({ id: 'c-c', title: 'C', connector: { id: 'snow', name: 'SN', type: '.servicenow', fields: null } }),
};
const SNOW = { ...CONNECTOR, id: 'snow', name: 'SN', type: '.servicenow' } as StoredConnector;

/** A package that has nothing but a queue: what is in it, and who follows it. */
function heldQueue(items: QueuedPush[] = [], isPaused = false) {
  const state = { items, isPaused };
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const set = (isPaused: boolean) => async () => {
    state.isPaused = isPaused;
    changed();
  };
  const store = {
    queue: vi.fn(async () => structuredClone(state)),
    watchQueue: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    enqueue: vi.fn(async (cases: readonly CaseInput[], { connectorId = '' }: EnqueueOptions) =>
      cases.map((it) => {
        const { id: caseId, title } = JSON.parse(new TextDecoder().decode(it as Uint8Array)) as {
          id: string;
          title: string;
        };
        state.items = [...state.items.filter((it) => it.caseId !== caseId), queued({ caseId, title, connectorId })];
        return { caseId, connectorId, error: null };
      }),
    ),
    stopAll: vi.fn(set(true)),
    pauseAll: vi.fn(set(true)),
    clearQueue: vi.fn(async () => {
      state.items = state.items.filter(({ result }) => result === null);
    }),
    dismiss: vi.fn(async () => {}),
    dismissAll: vi.fn(async () => {}),
  };
  /** Ends a case as the package does. */
  const end = ({ caseId, connectorId }: QueuedPush, code: string | null = null): BulkResult => {
    const result = {
      at: '2026-01-01T11:00:00.000Z',
      incident: null,
      comments: 0,
      warnings: 0,
      error: code ? failure(code) : null,
    };
    state.items = state.items.map((it) =>
      it.caseId === caseId ? { ...it, state: code ? 'failed' : 'complete', result } : it,
    );
    changed();
    return code
      ? { caseId, connectorId, outcome: null, error: failure(code) }
      : { caseId, connectorId, outcome: COMPLETE, error: null };
  };
  return { store, state, end };
}

function queueOf(held: ReturnType<typeof heldQueue>, members: Partial<Surroundings> = {}) {
  const made = {
    store: held.store as unknown as CaseConnectors,
    files: FILES,
    keyOf: (caseId: string) => caseId.replace('c-', ''),
    connectors: [CONNECTOR, SNOW],
    types: [],
    settings: { defaultConnectorId: 'jira', closure: 'close-by-user' as const },
    isLocked: false,
    unlock: vi.fn(async () => true),
    enterSecret: vi.fn(async () => true),
    // As the package: whoever works at it lets it go on.
    workAt: vi.fn<Pushes['workAt']>(async (items) => {
      held.state.isPaused = false;
      return items.map((it) => held.end(it));
    }),
  };
  const surroundings = { ...made, ...members } as Surroundings & typeof made;
  return { queue: createQueue(() => surroundings), surroundings };
}

const states = (queue: Queue) => queue.state.get().items.map(({ caseId, state }) => [caseId, state]);

beforeEach(() => forget('marks'));

test('puts cases in with their connectors, in their order, and works at them', async () => {
  const held = heldQueue();
  const { queue, surroundings } = queueOf(held);
  await queue.start(['b', 'c', 'gone', 'a']);
  const put = held.store.enqueue.mock.calls.map(([cases, { connectorId }]) => [cases.length, connectorId]);
  expect(put).toEqual([
    [1, 'jira'],
    [1, 'snow'],
    [1, 'jira'],
  ]);
  expect(surroundings.workAt.mock.calls.map(([items]) => items.map(({ caseId }) => caseId))).toEqual([
    ['c-b', 'c-c', 'c-a'],
  ]);
  expect(states(queue)).toEqual([
    ['c-b', 'complete'],
    ['c-c', 'complete'],
    ['c-a', 'complete'],
  ]);
});

test('says which cases could not be put in, and pushes the others', async () => {
  const held = heldQueue();
  held.store.enqueue.mockImplementationOnce(
    async () => [{ caseId: null, connectorId: null, error: failure('CASE_INVALID') }] as never,
  );
  const files = {
    ...FILES,
    d: smallCase({ id: 'c-d', title: 'D', connector: { id: 'none', name: 'none', type: '.none', fields: null } }),
  };
  const settings = { defaultConnectorId: null, closure: 'close-by-user' as const };
  const { queue } = queueOf(held, { files, settings });
  await queue.start(['c', 'd', 'a']);
  expect(queue.state.get().refused.map(({ title, error }) => [title, error.code])).toEqual([
    ['D', 'CONNECTOR_UNKNOWN'],
    ['C', 'CASE_INVALID'],
  ]);
  expect(states(queue)).toEqual([['c-a', 'complete']]);
  queue.dismissRefused();
  expect(queue.state.get().refused).toEqual([]);
});

test('what came in meanwhile is worked at in the next round', async () => {
  const held = heldQueue([queued({ caseId: 'c-a' })]);
  const { queue, surroundings } = queueOf(held);
  surroundings.workAt.mockImplementationOnce(async (items) => {
    held.state.items.push(queued({ caseId: 'c-b' }));
    return items.map((it) => held.end(it));
  });
  await queue.work();
  expect(surroundings.workAt).toHaveBeenCalledTimes(2);
  expect(states(queue)).toEqual([
    ['c-a', 'complete'],
    ['c-b', 'complete'],
  ]);
});

test('a stopped queue goes on only where a person says so, also while what was stopped is ending', async () => {
  const held = heldQueue([queued({ caseId: 'c-a' })], true);
  const { queue, surroundings } = queueOf(held);
  await queue.work();
  expect(surroundings.workAt).not.toHaveBeenCalled();

  let letEnd = (_: BulkResult[]) => {};
  surroundings.workAt.mockImplementationOnce(() => {
    held.state.isPaused = false;
    return new Promise((end) => {
      letEnd = end;
    });
  });
  const going = queue.goOn();
  await vi.waitFor(() => expect(surroundings.workAt).toHaveBeenCalledTimes(1));
  await queue.stop();
  expect(queue.state.get().isPaused).toBe(true);
  await queue.goOn();
  const { error } = { error: failure('ABORTED') };
  letEnd([{ caseId: 'c-a', connectorId: 'jira', outcome: null, error }]);
  await going;
  await vi.waitFor(() => expect(states(queue)).toEqual([['c-a', 'complete']]));
});

test('stops with why where the pushes cannot even begin, or their results cannot be kept', async () => {
  for (const workAt of [
    vi.fn<Pushes['workAt']>(async () => {
      throw failure('STORE_FAILED');
    }),
    vi.fn<Pushes['workAt']>(async (items) =>
      items.map(({ caseId, connectorId }) => ({ caseId, connectorId, outcome: null, error: failure('STORE_FAILED') })),
    ),
  ]) {
    const held = heldQueue([queued({ caseId: 'c-a' })]);
    const { queue } = queueOf(held, { workAt });
    await queue.work();
    expect(workAt).toHaveBeenCalledTimes(1);
    expect(queue.state.get()).toMatchObject({ isPaused: true, error: { code: 'STORE_FAILED' } });
    expect(states(queue)).toEqual([['c-a', 'queued']]);
  }
});

test('does not go on before the passphrase and the missing secrets are there', async () => {
  const connectors = [{ ...CONNECTOR, isMissingSecrets: true }];
  for (const members of [
    { isLocked: true, unlock: async () => false },
    { connectors, enterSecret: async () => false },
  ]) {
    const { queue, surroundings } = queueOf(heldQueue(), members);
    await queue.start(['a']);
    expect(surroundings.workAt).not.toHaveBeenCalled();
  }
  const { queue, surroundings } = queueOf(heldQueue(), { isLocked: true, connectors });
  await queue.start(['a']);
  expect(surroundings.unlock).toHaveBeenCalledTimes(1);
  expect(surroundings.enterSecret).toHaveBeenCalledWith('jira');
  expect(surroundings.workAt).toHaveBeenCalledTimes(1);
});

test('tries again with the case as it is now, and with the connector that it went to', async () => {
  const held = heldQueue();
  const { queue, surroundings } = queueOf(held);
  surroundings.workAt.mockImplementationOnce(async (items) => items.map((it) => held.end(it, 'FORBIDDEN')));
  await queue.start(['a']);
  expect(states(queue)).toEqual([['c-a', 'failed']]);
  surroundings.settings = { defaultConnectorId: 'snow', closure: 'close-by-user' };
  const changed = smallCase({
    id: 'c-a',
    title: 'A, changed',
    connector: { id: 'none', name: 'none', type: '.none', fields: null },
  });
  surroundings.files = { ...FILES, a: changed };
  await queue.retry(queue.state.get().items);
  expect(held.store.enqueue).toHaveBeenLastCalledWith([changed.json], expect.objectContaining({ connectorId: 'jira' }));
  expect(queue.state.get().items).toMatchObject([{ title: 'A, changed', state: 'complete' }]);

  surroundings.files = {} as typeof FILES;
  await queue.retry([queued({ caseId: 'c-a' })]);
  expect(queue.state.get().refused).toMatchObject([{ error: { code: 'CASE_CLOSED' } }]);
});

test('is drawn as it changes, many changes together', async () => {
  vi.useFakeTimers();
  try {
    const held = heldQueue([queued({ caseId: 'c-a' }), queued({ caseId: 'c-b' })]);
    const { queue } = queueOf(held);
    const leave = queue.watch();
    await vi.advanceTimersByTimeAsync(0);
    expect(held.store.queue).toHaveBeenCalledTimes(1);
    for (const item of [...held.state.items]) held.end(item);
    await vi.advanceTimersByTimeAsync(300);
    expect(held.store.queue).toHaveBeenCalledTimes(2);
    expect(states(queue).map(([, state]) => state)).toEqual(['complete', 'complete']);
    leave();
    held.end(held.state.items[0]!, 'FORBIDDEN');
    await vi.advanceTimersByTimeAsync(300);
    expect(held.store.queue).toHaveBeenCalledTimes(2);
  } finally {
    vi.useRealTimers();
  }
});

test('takes over what the dashboard had queued by itself, says what it could not keep, and leaves a stopped one stopped', async () => {
  const items = [
    { key: 'a', caseId: 'c-a', title: 'A', connectorId: 'jira' },
    { key: 'gone', caseId: 'c-g', title: 'Gone', connectorId: 'jira' },
    { key: 'b', caseId: 'c-b', title: 'B', connectorId: null },
  ];
  await writeTo('marks', (store) => store.put({ items, isPaused: true }, LEFT_QUEUE));
  const held = heldQueue();
  const { queue } = queueOf(held);
  await queue.takeOverLeft();
  expect(states(queue)).toEqual([['c-a', 'queued']]);
  expect(queue.state.get().refused.map(({ title, error }) => [title, error.code])).toEqual([
    ['Gone', 'CASE_CLOSED'],
    ['B', 'CONNECTOR_UNKNOWN'],
  ]);
  expect(held.state.isPaused).toBe(true);
  expect(await readLeft()).toBe(null);
  await queue.takeOverLeft();
  expect(held.store.enqueue).toHaveBeenCalledTimes(1);
});

test('needs the secrets of its own connectors alone', () => {
  const connectors = [
    { ...CONNECTOR, isMissingSecrets: true },
    { ...SNOW, isMissingSecrets: true },
  ];
  expect(missingOf([queued()], connectors).map(({ id }) => id)).toEqual(['jira']);
  expect(missingOf([queued()], [CONNECTOR])).toEqual([]);
});

test('a vault that locks itself in the middle keeps the rest waiting, and asks for the passphrase', async () => {
  const held = heldQueue();
  const { queue, surroundings } = queueOf(held);
  const locked = (it: QueuedPush): BulkResult => ({ ...it, outcome: null, error: failure('VAULT_LOCKED') });
  surroundings.workAt.mockImplementation(async ([first, ...rest]) => [held.end(first!), ...rest.map(locked)]);
  surroundings.unlock.mockResolvedValueOnce(false);
  await queue.start(['a', 'b', 'c']);
  expect(surroundings.unlock).toHaveBeenCalledTimes(1);
  expect(states(queue).map(([, state]) => state)).toEqual(['complete', 'queued', 'queued']);
  expect([queue.state.get().error, queue.state.get().isPaused]).toEqual([null, false]);
  // Once it is unlocked the rest goes on, also where it locks itself again.
  await queue.goOn();
  expect(surroundings.unlock).toHaveBeenCalledTimes(2);
  expect(states(queue).map(([, state]) => state)).toEqual(['complete', 'complete', 'complete']);
});

test('while the passphrase is asked for another tab may work at it', async () => {
  let isHeld = false;
  const request = async (_: string, work: () => Promise<unknown>) => {
    isHeld = true;
    return work().finally(() => (isHeld = false));
  };
  vi.stubGlobal('navigator', { locks: { request } });
  const held = heldQueue([queued({ caseId: 'c-a' })]);
  const { queue, surroundings } = queueOf(held);
  surroundings.workAt.mockResolvedValueOnce([
    { ...queued({ caseId: 'c-a' }), outcome: null, error: failure('VAULT_LOCKED') },
  ]);
  const asked: boolean[] = [];
  surroundings.unlock.mockImplementation(async () => asked.push(isHeld) > 0);
  await queue.work();
  vi.unstubAllGlobals();
  expect(asked).toEqual([false]);
  expect(states(queue)).toEqual([['c-a', 'complete']]);
});

test('what has stopped for want of a network is to be done once there is one, also by a page that was opened later', async () => {
  const at = '2026-01-01T11:00:00.000Z';
  const item = (key: string, code: string) =>
    queued({
      caseId: `c-${key}`,
      state: 'failed',
      result: { at, incident: null, comments: 0, warnings: 0, error: failure(code) },
    });
  const held = heldQueue([
    item('a', 'OFFLINE'),
    item('b', 'NO_ANSWER'),
    item('c', 'REJECTED'),
    item('gone', 'OFFLINE'),
  ]);
  // Nobody has read the queue yet, it is stopped, and the vault is locked.
  held.state.isPaused = true;
  const { queue, surroundings } = queueOf(held, { isLocked: true });
  await queue.backOnline();
  expect(openOf(queue.state.get().items).map(({ caseId }) => caseId)).toEqual(['c-a']);
  expect(queue.state.get()).toMatchObject({ isPaused: true, refused: [] });
  expect(surroundings.unlock).not.toHaveBeenCalled();
  await queue.backOnline();
  expect(held.store.enqueue).toHaveBeenCalledTimes(1);
});

test('a queue that cannot be read any more says so, and is not read without end', async () => {
  const held = heldQueue([queued({ caseId: 'c-a' })], true);
  const { queue } = queueOf(held);
  const whole = { items: held.state.items, isPaused: true };
  held.store.queue.mockResolvedValueOnce(whole).mockImplementation(() => {
    // A thousandth try would never end.
    if (held.store.queue.mock.calls.length > 1_000) return new Promise(() => {});
    return Promise.reject(Object.assign(new Error('The storage is closed.'), { code: 'STORE_FAILED' }));
  });
  await queue.goOn();
  await vi.waitFor(() => expect(queue.state.get().error?.message).toBe('The storage is closed.'));
  expect(held.store.queue.mock.calls.length).toBeLessThan(5);
});
