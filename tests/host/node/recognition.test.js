// The recognition key: a secret that a team shares, beside the one that a connector logs in with.
import { createHmac } from 'node:crypto';

import { afterEach, expect, test } from 'vitest';

import { draft } from '../lib/connectors.js';
import { open, save } from '../lib/host.js';
import { records, reset, settings } from '../lib/simulators.js';

const KEY = 'one-key-for-the-whole-team';
const SYSTEM = 'jiraCloud';
/** What is kept in files is sealed with a passphrase, or not kept. */
const LEVELS = [{ level: 'memory' }, { level: 'passphrase', passphrase: 'a passphrase in its own right' }];

const comment = (id, at) => ({ id, type: 'user', comment: `Said by ${id}.`, created_at: at, version: 'WzFd' });
const CASE = {
  id: 'of-a-team',
  title: 'Of a team',
  description: 'Looked at by two.',
  tags: [],
  totalComment: 2,
  comments: [comment('c1', '2026-09-14T07:31:08Z'), comment('c2', '2026-09-14T08:31:08Z')],
  created_at: '2026-09-14T07:31:08Z',
  external_service: null,
};
const LATER = { ...CASE, totalComment: 3, comments: [...CASE.comments, comment('c3', '2026-09-14T09:31:08Z')] };

const texts = async () => (await records(SYSTEM)).flatMap(({ comments }) => comments.map(({ text }) => text));
const withKey = (more) => ({ ...draft(SYSTEM), ...more });

afterEach(() => settings(SYSTEM, { person: 0 }));

for (const vault of LEVELS)
  test(`those who have it are asked nothing about each other, ${vault.level}`, async () => {
    await reset(SYSTEM);
    const hostOf = async (name, key) => {
      const host = await open(`${name}-${vault.level}`);
      await host.setVault(vault);
      const { secrets } = draft(SYSTEM);
      return [host, await save(host, withKey({ secrets: { ...secrets, ...key } }))];
    };
    const [first, connectorId] = await hostOf('first', { recognitionKey: KEY });
    expect(await first.push(CASE, { connectorId })).toMatchObject({ state: 'complete', writes: 3 });
    for (const text of await texts()) expect(text).toMatch(/, check [0-9a-f]{16}, case comment c/);

    await settings(SYSTEM, { person: 1 });
    const [without, id] = await hostOf('without', {});
    expect((await without.push(CASE, { connectorId: id })).error?.code).toBe('INCIDENT_FOREIGN');
    const [second, itsId] = await hostOf('second', { recognitionKey: KEY });
    expect(await second.push(CASE, { connectorId: itsId })).toMatchObject({
      state: 'complete',
      writes: 0,
      error: null,
    });

    // Whoever enters a new password keeps the key, and whoever enters a key keeps the password.
    const [stored] = await second.connectors();
    await save(second, { ...stored, secrets: draft(SYSTEM).secrets });
    expect(await second.push(LATER, { connectorId: itsId })).toMatchObject({ state: 'complete', writes: 1 });
    expect((await texts()).filter((text) => /, check [0-9a-f]{16}, /.test(text))).toHaveLength(3);
    const [other] = await without.connectors();
    await save(without, { ...other, secrets: { apiToken: '', recognitionKey: KEY } });
    expect(await without.push(LATER, { connectorId: id })).toMatchObject({ state: 'complete', writes: 0 });

    const data = await second.exportConnectors();
    expect(JSON.stringify(data)).not.toContain(KEY);
    expect(data.missingSecrets[0].fields).toEqual(['secrets.apiToken', 'secrets.recognitionKey']);
  });

test('alone it is not enough to log in with, and a short one is refused', async () => {
  const host = await open('key-alone');
  const id = await save(host, draft(SYSTEM));
  const refused = await host.setSecrets(id, { recognitionKey: KEY }).catch((error) => error);
  expect(refused.code).toBe('SECRET_MISSING');
  const [stored] = await host.connectors();
  const short = await host.saveConnector({ ...stored, secrets: { recognitionKey: 'too-short' } });
  expect(short.problems.map(({ code, field }) => [code, field])).toContainEqual([
    'TOO_SHORT',
    'secrets.recognitionKey',
  ]);
});

test('its check values are those that the documents describe, by an HMAC of others', async () => {
  await reset(SYSTEM);
  const host = await open('described');
  const id = await save(host, withKey({ secrets: { ...draft(SYSTEM).secrets, recognitionKey: KEY } }));
  expect((await host.push(CASE, { connectorId: id })).state).toBe('complete');
  const [incident] = await records(SYSTEM);
  const mark = incident.fields.labels.find((label) => label.startsWith('cc-'));
  for (const [n, { text }] of incident.comments.entries()) {
    const { id: comment, created_at } = CASE.comments[n];
    const [, check] = /, check ([0-9a-f]{16}), case /.exec(text);
    const said = text.replace(`, check ${check}`, '').replace(/[^\p{L}\p{N}]/gu, '');
    const hmac = createHmac('sha256', KEY);
    for (const part of [mark, String(incident.id), `${comment} 0 ${Date.parse(created_at)}`, said]) {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(Buffer.byteLength(part));
      hmac.update(length).update(part);
    }
    expect(check, text).toBe(hmac.digest('hex').slice(0, 16));
  }
});
