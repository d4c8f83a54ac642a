// @vitest-environment happy-dom
import type { CaseInput, PullAllOptions, Pulled, PullResult } from 'case-connectors';
import { beforeEach, expect, test, vi } from 'vitest';
import { CONNECTOR, failure, INCIDENT, smallCase } from '../../../test/samples';
import { refusedLogins } from '../../core/refused_logins';
import { createLooks, type Surroundings } from './looks';
import { createRhythm } from './rhythm';
import { wordsOfLook } from './use_looks';

beforeEach(() => localStorage.clear());

const pushed = (id: string, members: object = {}) => smallCase({ id, external_service: INCIDENT, ...members });
const FILES = {
  open: pushed('open'),
  closed: pushed('closed', { status: 'closed' }),
  never: smallCase({ id: 'never' }),
  // Its incident was made by another connector than the one that it would be pushed by now.
  elsewhere: pushed('elsewhere', { external_service: { ...INCIDENT, connector_id: 'gone' } }),
};

/** A page whose pulls end as `ends` says, by the id of the case. */
function page(ends: (id: string) => Partial<PullResult>, members: Partial<Surroundings> = {}) {
  const asked: string[][] = [];
  const pullAll = vi.fn(async (inputs: readonly CaseInput[], options?: PullAllOptions) => {
    const ids = inputs.map((input) => JSON.parse(new TextDecoder().decode(input as Uint8Array)).id as string);
    asked.push(ids);
    return ids.map((caseId, at) => {
      const result = { caseId, connectorId: 'jira', pulled: null, error: null, ...ends(caseId) } as PullResult;
      options?.onResult?.(result, { finished: at + 1, count: ids.length });
      return result;
    });
  });
  const surroundings: Surroundings = {
    store: { pullAll },
    files: FILES,
    connectors: [CONNECTOR],
    types: [],
    settings: { defaultConnectorId: null, closure: 'close-by-user' },
    vault: { level: 'device', locked: false, sealed: 1, autoLockMs: null },
    unlock: vi.fn(async () => false),
    reload: vi.fn(async () => {}),
    ...members,
  };
  const [note, rhythm] = [vi.fn(), createRhythm()];
  const looks = createLooks(() => surroundings, { note }, rhythm);
  const says = () => wordsOfLook(looks.state.get(), { everyMs: 0, lookedAt: 0 }, false);
  return { looks, asked, note, rhythm, surroundings, says };
}

const found = (changes: number) => ({ pulled: { changes: Array(changes) } as unknown as Pulled });

test('who asks looks at all cases with an incident of their connector; by itself it leaves out the closed ones', async () => {
  const { looks, asked, note, rhythm } = page(() => found(1));
  await looks.ask();
  await looks.lookIfDue(() => true);
  expect(asked).toEqual([['open', 'closed'], ['open']]);
  expect(note).toHaveBeenCalledTimes(3);
  expect(rhythm.store.get().lookedAt).toBeGreaterThan(0);
  expect(looks.state.get().progress).toBeNull();
});

test('another tab has looked meanwhile', async () => {
  const { looks, asked } = page(() => found(1));
  await looks.lookIfDue(() => false);
  expect(asked).toEqual([]);
});

test('who asks again while another tab looks, or before the vault is open, gets one look', async () => {
  let isOver = () => {};
  const over = new Promise<void>((resolve) => {
    isOver = resolve;
  });
  const request = async (_: string, __: object, work: (lock: object) => Promise<void>) => over.then(() => work({}));
  vi.stubGlobal('navigator', { locks: { request } });
  const { looks, asked } = page(() => found(1));
  const clicks = [looks.ask(), looks.ask()];
  isOver();
  await Promise.all(clicks);
  vi.unstubAllGlobals();
  expect(asked).toEqual([['open', 'closed']]);
  const vault = { level: 'passphrase', locked: true, sealed: 1, autoLockMs: 900_000 } as const;
  const locked = page(() => found(1), { vault, unlock: vi.fn(async () => true) });
  await Promise.all([locked.looks.ask(), locked.looks.ask()]);
  await locked.looks.ask();
  expect(locked.surroundings.unlock).toHaveBeenCalledTimes(2);
  expect(locked.asked).toHaveLength(2);
});

test('a refused login is not tried again by itself, until the connector or its secret is another or somebody asks', async () => {
  const refuses = () => ({ error: failure('AUTH_FAILED') });
  const { looks, asked, surroundings, says } = page(refuses);
  await looks.lookIfDue(() => true);
  expect(says()).toBe('1 case could not be read: It failed.');
  await looks.lookIfDue(() => true);
  expect(asked).toEqual([['open'], []]);
  expect(says()).toContain('1 case left out: the login was refused.');
  // Nor by another tab, nor after a reload.
  const other = page(refuses);
  await other.looks.lookIfDue(() => true);
  expect(other.asked).toEqual([[]]);
  refusedLogins.forget(CONNECTOR.id);
  await other.looks.lookIfDue(() => true);
  expect(other.asked[1]).toEqual(['open']);
  surroundings.connectors = [{ ...CONNECTOR, name: 'Another' }];
  await looks.lookIfDue(() => true);
  await looks.ask();
  expect(asked.slice(2)).toEqual([['open'], ['open', 'closed']]);
});

test('other failures are tried again, and the first one is said with their number', async () => {
  const { looks, asked, says } = page(() => ({ error: failure('OFFLINE') }));
  await looks.ask();
  expect(says()).toBe('2 cases could not be read: It failed.');
  await looks.lookIfDue(() => true);
  expect(asked[1]).toEqual(['open']);
});

test('a locked vault is asked for only where somebody asks', async () => {
  const vault = { level: 'passphrase', locked: true, sealed: 1, autoLockMs: 900_000 } as const;
  const { looks, asked, surroundings } = page(() => found(1), { vault });
  await looks.ask();
  expect(surroundings.unlock).toHaveBeenCalledOnce();
  expect(asked).toEqual([]);
  vi.mocked(surroundings.unlock).mockResolvedValue(true);
  await looks.ask();
  expect(asked).toEqual([['open', 'closed']]);
});

test('a vault that has locked itself is noticed', async () => {
  const { looks, surroundings } = page(() => ({ error: failure('VAULT_LOCKED') }));
  await looks.lookIfDue(() => true);
  expect(surroundings.reload).toHaveBeenCalledOnce();
});

test('a secret that is not here is said, and nothing is asked', async () => {
  const { looks, asked, says } = page(() => found(0), { connectors: [{ ...CONNECTOR, isMissingSecrets: true }] });
  await looks.ask();
  expect(asked).toEqual([[]]);
  expect(says()).toBe('2 cases left out: the secret of the connector is not here.');
});

test('a host that is closed is an end too', async () => {
  const { looks, surroundings, says } = page(() => found(0));
  surroundings.store = { pullAll: () => Promise.reject(failure('CLOSED')) };
  await looks.ask();
  expect(says()).toBe('1 case could not be read: It failed.');
  expect(looks.state.get().progress).toBeNull();
});
