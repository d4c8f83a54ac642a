// Where secrets are kept, and when they lock.
import { expect, test } from 'vitest';

import { caseOf, codeOf, errorOf, open, SECRETS, save, servicenow } from '../lib/host.js';
import { heldStore } from '../lib/memory-store.js';

const PASSPHRASE = 'correct horse battery';
const sealed = (more) => ({ level: 'passphrase', passphrase: PASSPHRASE, ...more });
const isMissing = async (host) => (await host.connectors())[0].isMissingSecrets;

test('a passphrase locks and unlocks, and a wrong one does not', async () => {
  let host = await open('passphrase');
  expect(await codeOf(host.setVault(sealed({ passphrase: 'short' })))).toBe('VAULT_PASSPHRASE');
  // What was in memory before is sealed with it.
  const connectorId = await save(host, servicenow());
  expect(await host.setVault(sealed())).toMatchObject({ sealed: 1, locked: false });
  expect((await host.push(caseOf('passphrase'), { connectorId })).state).toBe('complete');

  host.lock();
  expect(await codeOf(host.push(caseOf('passphrase-2'), { connectorId }))).toBe('VAULT_LOCKED');
  expect(await isMissing(host)).toBe(false);
  expect(await codeOf(host.setSecrets(connectorId, { password: 'another' }))).toBe('VAULT_LOCKED');
  expect(await codeOf(host.setVault({ level: 'device' }))).toBe('VAULT_LOCKED');
  host.close();

  // Another tab, after a reload.
  host = await open('passphrase');
  expect(await codeOf(host.unlock('correct horse batterz'))).toBe('VAULT_PASSPHRASE');
  await host.unlock(PASSPHRASE);
  expect((await host.push(caseOf('passphrase-2'), { connectorId })).state).toBe('complete');

  // A new key for the same secrets; the old passphrase is worth nothing then.
  await host.setVault(sealed({ passphrase: 'another long one' }));
  host.lock();
  await errorOf(host.unlock(PASSPHRASE));
  await host.unlock('another long one');
  expect((await host.push(caseOf('passphrase-2'), { connectorId })).writes).toBe(0);

  await host.wipe();
  expect(await host.vault()).toMatchObject({ level: 'memory', sealed: 0 });
  expect(await isMissing(host)).toBe(true);
});

test('an unused passphrase locks itself', async () => {
  // By the host's clock, whose time the test puts on.
  const waiting = [];
  let time = 1e12;
  const clock = { now: () => time, sleep: () => new Promise((done) => waiting.push(done)) };
  const host = await open('auto-lock', { clock });
  await host.setVault(sealed({ autoLockMs: 60_000 }));
  expect((await host.vault()).locked).toBe(false);
  time += 60_001;
  for (const done of waiting.splice(0)) done();
  await new Promise((done) => setTimeout(done));
  expect((await host.vault()).locked).toBe(true);
});

test('a locking time longer than any timer does not keep the page busy', async () => {
  const host = await open('never-locks');
  const own = globalThis.setTimeout;
  const seen = [];
  globalThis.setTimeout = (then, ms, ...rest) => {
    seen.push(ms ?? 0);
    return own(then, ms, ...rest);
  };
  try {
    await host.setVault(sealed({ autoLockMs: 1e12 }));
  } finally {
    globalThis.setTimeout = own;
  }
  expect(Math.max(...seen)).toBe(2_147_483_647);
  expect((await host.vault()).locked).toBe(false);
});

test('after a long sleep each use finds the vault locked, though no timer has gone off', async () => {
  let time = 1e12;
  // A machine that sleeps runs no timers.
  const clock = { now: () => time, sleep: () => new Promise(() => {}) };
  const host = await open('long-sleep', { clock });
  const connectorId = await save(host, servicenow());
  await host.setVault(sealed({ autoLockMs: 60_000 }));
  const uses = {
    push: () => host.push(caseOf('long-sleep'), { connectorId }),
    setSecrets: () => host.setSecrets(connectorId, SECRETS),
    saveConnector: () => host.saveConnector(servicenow({ id: connectorId, name: 'Other' })),
    setVault: () => host.setVault({ level: 'device' }),
    pushAll: async () => {
      const [{ error }] = await host.pushAll([caseOf('long-sleep')], { connectorId });
      throw error;
    },
  };
  for (const [name, use] of Object.entries(uses)) {
    time += 12 * 3_600_000;
    expect([name, await codeOf(use())]).toEqual([name, 'VAULT_LOCKED']);
    expect((await host.vault()).locked, name).toBe(true);
    await host.unlock(PASSPHRASE);
    expect((await host.vault()).locked, name).toBe(false);
  }
});

test('a lock outranks what is opening the vault, and reaches the other tabs, as wiping does', async () => {
  const [host, other] = [await open('outranks'), await open('outranks')];
  await save(host, servicenow());
  await host.setVault(sealed());
  for (const opening of [
    () => host.unlock(PASSPHRASE),
    () => host.setVault(sealed()),
    () => host.setVault({ level: 'passphrase', passphrase: 'another long one' }),
  ]) {
    await host.unlock(PASSPHRASE).catch(() => host.unlock('another long one'));
    const begun = opening();
    host.lock();
    await begun.catch(() => {});
    expect((await host.vault()).locked).toBe(true);
  }
  const passphrase = await other.unlock(PASSPHRASE).then(
    () => PASSPHRASE,
    () => 'another long one',
  );
  await host.unlock(passphrase);
  await other.unlock(passphrase);
  for (const [lock, shut] of [
    [host, other],
    [other, host],
  ]) {
    lock.lock();
    await expect.poll(async () => (await shut.vault()).locked).toBe(true);
    await host.unlock(passphrase);
    await other.unlock(passphrase);
  }
  await host.wipe();
  await expect.poll(async () => (await other.connectors())[0].isMissingSecrets).toBe(true);
  expect(await other.vault()).toMatchObject({ level: 'memory', sealed: 0 });
});

test('a secret that is sealed goes before one that another tab has in memory since before there was a vault', async () => {
  const [tab, other] = [await open('rotated'), await open('rotated')];
  const connectorId = await save(tab, servicenow({ secrets: { password: 'the old one' } }));
  // Each tab has it from a person: memory is no other tab's.
  await other.setSecrets(connectorId, { password: 'the old one' });
  await tab.setVault(sealed());
  await other.unlock(PASSPHRASE);
  await other.setSecrets(connectorId, SECRETS);
  for (const [at, host] of [other, tab].entries()) {
    const outcome = await host.push(caseOf(`rotated-${at}`), { connectorId });
    expect([outcome.state, outcome.error], `tab ${at}`).toEqual(['complete', null]);
  }
});

test('who locks or wipes wins over what is being saved or unlocked', async () => {
  const { kept, hold, store } = heldStore('secrets');
  /** Does something while what is saved has read and not yet written. */
  const whileSaving = (saving, act) => {
    const go = hold();
    const saved = saving().catch(() => {});
    const done = act();
    return async () => {
      go();
      await Promise.all([saved, done]);
    };
  };
  const host = await open('wins', { store });
  const id = await save(host, servicenow());
  for (const saving of [() => host.setSecrets(id, SECRETS), () => host.saveConnector(servicenow({ id }))]) {
    for (const act of [() => host.wipe(), async () => host.lock()]) {
      await host.setSecrets(id, SECRETS);
      await whileSaving(saving, act)();
      expect(await isMissing(host)).toBe(true);
    }
  }

  await host.setSecrets(id, SECRETS);
  await host.setVault(sealed());
  const copies = await Promise.all(['secrets', 'keys'].map(async (table) => [table, await kept.entries(table, '')]));
  host.lock();
  const wiped = whileSaving(
    () => host.setSecrets(id, SECRETS),
    () => host.wipe(),
  );
  await host.unlock(PASSPHRASE);
  await wiped();
  // Nobody can open what somebody has copied of it.
  await kept.write(copies.flatMap(([table, all]) => all.map(([key, value]) => ({ kind: 'put', table, key, value }))));
  expect(await host.vault()).toMatchObject({ level: 'passphrase', locked: true });
});
