// What is left of a credential in the engine's memory once it was used.
import { expect, onTestFinished, test } from 'vitest';

import { withMemory } from '../lib/engine_memory.js';
import { hostile } from '../lib/hostile.js';

const { memory, ...api } = await withMemory();

test('authorize and send leave no credential in freed memory', async () => {
  const { authorize, send } = api;
  const secret = `canary-${'0123456789'.repeat(3)}`;
  const url = await hostile((_, response) => response.end('{}'), onTestFinished);
  for (const [connector, secrets] of [
    [{ id: 'a', type: '.servicenow', name: 'A', config: { apiUrl: url, username: 'bot' } }, { password: secret }],
    [
      { id: 'b', type: '.jira', name: 'B', config: { apiUrl: url, projectKey: 'P', advanced: { auth: 'bearer' } } },
      { apiToken: secret },
    ],
  ]) {
    const request = { method: 'GET', url: `${url}/x`, headers: { accept: 'application/json' }, body: null };
    await send(authorize(request, connector, secrets));
    const basic = Buffer.from(`bot:${secret}`).toString('base64');
    for (const canary of [secret, basic, basic.slice(8)])
      expect(Buffer.from(memory().buffer).includes(canary), canary).toBe(false);
  }
});

test('forms, the vault and answers that repeat it leave none either', async () => {
  const { CaseConnectors, Push, authorize, validateConnector, validateField } = api;
  const canary = (name) => `${name}-${'9876543210'.repeat(3)}`;
  const apiUrl = await hostile((request, response) => {
    response.writeHead(400, { 'x-debug': request.headers.authorization ?? '' });
    response.end(`{"error":{"message":"${request.headers.authorization}"},"x":"${'y'.repeat(300_000)}"}`);
  }, onTestFinished);
  const form = (name) => ({
    id: null,
    type: '.servicenow',
    name,
    config: { apiUrl, username: 'bot' },
    secrets: { password: canary(name) },
  });
  const securityCase = { id: 'c', title: 'T', created_at: '2026-09-14T07:31:08Z' };
  const host = await CaseConnectors.open({ store: 'memory' });
  const uses = {
    validateConnector: (draft) => validateConnector(draft),
    validateField: (draft) => validateField(draft, 'config.apiUrl'),
    testConnector: (draft) => host.testConnector(draft),
    'a Push without I/O': (draft) => {
      const connector = { ...draft, id: 'sn', secrets: undefined };
      const push = new Push(securityCase, connector);
      const { id, request } = push.next();
      const { headers } = authorize(request, connector, draft.secrets);
      push.receive(id, { status: 400, headers: { 'x-debug': headers.authorization }, body: headers.authorization });
      push.free();
    },
    saveConnector: async (draft) => {
      const { connector } = await host.saveConnector(draft);
      await host.connectorFields(connector.id).catch(() => {});
      await host.push(securityCase, { connectorId: connector.id });
      await host.deleteConnector(connector.id);
    },
    setVault: async (draft) => {
      const { connector } = await host.saveConnector(draft);
      await host.setVault({ level: 'passphrase', passphrase: canary('passphrase') });
      host.lock();
      await host.unlock(canary('passphrase'));
      await host.push(securityCase, { connectorId: connector.id });
      host.lock();
      await host.wipe();
    },
  };
  for (const [name, use] of Object.entries(uses)) {
    const draft = form(name.replaceAll(' ', ''));
    await use(draft);
    const basic = Buffer.from(`bot:${draft.secrets.password}`).toString('base64');
    const left = Buffer.from(memory().buffer);
    for (const secret of [draft.secrets.password, basic, canary('passphrase')])
      expect(left.includes(secret), `${name}: ${secret}`).toBe(false);
  }
  await host.close();
});
