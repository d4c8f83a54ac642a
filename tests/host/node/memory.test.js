// What malformed calls cost.
import { expect, test } from 'vitest';

import { withMemory } from '../lib/engine_memory.js';

const { memory, ...api } = await withMemory();

test('malformed calls cost no memory', () => {
  const { validateConnector } = api;
  const draft = { type: '.jira', config: { apiUrl: [1, 2, { x: 'y' }] }, secrets: { apiToken: {} } };
  const wrong = { license: 'none such', existing: { config: 5 } };
  const repeat = (times) => {
    for (let time = 0; time < times; time += 1) {
      try {
        validateConnector(draft, wrong);
        expect.unreachable();
      } catch (error) {
        if (error.code !== 'OPTIONS_INVALID') throw error;
      }
    }
  };
  repeat(1_000);
  const before = memory().buffer.byteLength;
  repeat(20_000);
  expect(memory().buffer.byteLength).toBe(before);
});

test('what is made and freed leaves nothing behind', async () => {
  const { Push, CaseConnectors, authorize, buildRequests, planPush } = api;
  const connector = {
    id: 'sn',
    type: '.servicenow',
    name: 'SN',
    config: { apiUrl: 'https://dev1.service-now.com', username: 'bot' },
  };
  const securityCase = { id: 'c', title: 'T', description: 'x'.repeat(2_000), created_at: '2026-09-14T07:31:08Z' };
  const request = { method: 'GET', url: 'https://dev1.service-now.com/x', headers: {}, body: null };
  const opened = async () => {
    const host = await CaseConnectors.open({ store: 'memory' });
    await host.saveConnector({ ...connector, id: null, secrets: { password: 'hunter2-hunter2' } });
    await host.close();
  };
  for (const [times, make] of [
    [20_000, () => new Push(securityCase, connector).free()],
    [
      5_000,
      () => {
        const push = new Push(securityCase, connector);
        push.next();
        push.abort();
        push.outcome();
        push.free();
      },
    ],
    [5_000, () => planPush(securityCase, connector)],
    [5_000, () => buildRequests([securityCase], connector)],
    [10_000, () => authorize(request, connector, { password: 'hunter2-hunter2' })],
    [200, opened],
  ]) {
    for (let time = 0; time < times / 10; time += 1) await make();
    const before = memory().buffer.byteLength;
    for (let time = 0; time < times; time += 1) await make();
    // A page of the allocator's own more or less says nothing; what is kept of each would be megabytes.
    expect(memory().buffer.byteLength - before, String(make)).toBeLessThanOrEqual(1 << 17);
  }
});
