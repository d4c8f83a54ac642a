// Secrets in a real browser's cryptography and storage.
import { expect, test } from 'vitest';

import { changeOnly, dump, rows, withMember } from '../lib/database.js';
import { caseOf, codeOf, open, save, servicenow } from '../lib/host.js';

const isMissing = async (host) => (await host.connectors())[0].isMissingSecrets;

test('a secret that is sealed on this device survives a reload, and is nowhere in the open', async () => {
  let host = await open('device');
  await host.setVault({ level: 'device' });
  const connectorId = await save(host, servicenow());
  host.close();
  expect(JSON.stringify(await dump('device'))).not.toContain('demo-password');

  host = await open('device');
  expect(await isMissing(host)).toBe(false);
  expect((await host.push(caseOf('device'), { connectorId })).state).toBe('complete');
  // The key is stored, and can be read by nobody.
  const [{ key }] = await rows('device', 'keys');
  await expect(crypto.subtle.exportKey('raw', key)).rejects.toMatchObject({ name: 'InvalidAccessError' });
});

test('sealed secrets do not follow a URL that was changed in the storage', async () => {
  const elsewhere = 'http://127.0.0.1:9';
  let host = await open('swapped');
  await host.setVault({ level: 'device' });
  const connectorId = await save(host, servicenow());
  host.close();
  // Somebody with access to the storage redirects the connector.
  await changeOnly('swapped', 'connectors', ({ config }) => {
    config.apiUrl = elsewhere;
  });
  host = await open('swapped');
  expect(await isMissing(host)).toBe(true);
  const push = () => codeOf(host.push(caseOf('swapped'), { connectorId }));
  expect(await push()).toBe('SECRET_MISSING');

  // The seal of a connector that really has that URL, its name copied over ours: the name fits, the text cannot be opened.
  const moved = await open('swapped-2');
  await moved.setVault({ level: 'device' });
  await save(moved, servicenow({ config: { apiUrl: elsewhere, username: 'case.bot' }, secrets: { password: 'x' } }));
  const [{ boundTo }] = await rows('swapped-2', 'secrets');
  await changeOnly('swapped', 'secrets', (seal) => {
    expect(seal.boundTo).not.toBe(boundTo);
    seal.boundTo = boundTo;
  });
  expect(await push()).toBe('SECRET_MISSING');
});

test('where the page has no cryptography nothing is sealed, and memory still works', async () => {
  const host = await open('no-crypto');
  await save(host, servicenow());
  const refused = await withMember(crypto, 'subtle', undefined, () => codeOf(host.setVault({ level: 'device' })));
  expect(refused).toBe('VAULT_UNAVAILABLE');
  expect(await isMissing(host)).toBe(false);
});
