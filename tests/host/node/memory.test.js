// What malformed calls cost.
import { expect, test } from 'vitest';

import { withMemory } from '../lib/engine_memory.js';

test('malformed calls cost no memory', async () => {
  const { validateConnector, memory } = await withMemory();
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
