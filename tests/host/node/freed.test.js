// What is left of a credential in the engine's memory once it was used.
import { expect, onTestFinished, test } from 'vitest';

import { withMemory } from '../lib/engine_memory.js';
import { hostile } from '../lib/hostile.js';

test('authorize and send leave no credential in freed memory', async () => {
  const { authorize, send, memory } = await withMemory();
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
