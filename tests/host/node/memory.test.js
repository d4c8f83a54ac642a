// What malformed calls cost.
import { expect, test } from 'vitest';

/** Loads the package, and answers with it the memory that its engine works in. */
async function load() {
  const memories = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = function watched(module, imports) {
    const instance = new Instance(module, imports);
    if (instance.exports.memory) memories.push(instance.exports.memory);
    return instance;
  };
  try {
    return { ...(await import('case-connectors')), memories };
  } finally {
    WebAssembly.Instance = Instance;
  }
}

test('malformed calls cost no memory', async () => {
  const { validateConnector, memories } = await load();
  expect(memories).toHaveLength(1);
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
  const before = memories[0].buffer.byteLength;
  repeat(20_000);
  expect(memories[0].buffer.byteLength).toBe(before);
});
