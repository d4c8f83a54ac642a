// A trap of the engine: no promise stays pending, no lock is held, and everything afterwards says what to do.
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { expect, onTestFinished, test } from 'vitest';

import { withMemory } from '../lib/engine_memory.js';
import { hostile } from '../lib/hostile.js';

test('out of memory ends each call, frees the locks and says to reload', async () => {
  const { CaseConnectors, CaseConnectorsError, Push, renderText, send, memory } = await withMemory();
  const held = new Set();
  const locks = {
    async acquire(name, { ifHeld }) {
      if (held.has(name)) {
        if (ifHeld === 'giveUp') return null;
        throw new Error(`Nobody frees ${name}.`);
      }
      held.add(name);
      return () => held.delete(name);
    },
    acquireOne: ([name]) => locks.acquire(name, { ifHeld: 'giveUp' }),
    held: async () => [...held],
    freed: async () => {
      held.add('freed');
    },
  };
  let asked = () => {};
  const url = await hostile((_, response) => asked(response), onTestFinished);
  const host = await CaseConnectors.open({ store: 'memory', locks });
  const form = {
    id: null,
    type: '.servicenow',
    name: 'S',
    config: { apiUrl: url, username: 'u' },
    secrets: { password: 'secret-secret' },
  };
  const { connector } = await host.saveConnector(form);
  const securityCase = { id: 'c', title: 't', created_at: '2026-09-14T07:31:08Z' };
  let push = new Push(securityCase, connector);

  const answers = [];
  const both = new Promise((come) => {
    asked = (response) => answers.push(response) === 2 && come();
  });
  const ends = [
    host.push(securityCase, { connectorId: connector.id }),
    send({ method: 'GET', url, headers: {}, body: null }),
  ];
  const settled = Promise.allSettled(ends);
  await both;
  expect(held.size).toBeGreaterThan(0);
  // All that WebAssembly can have is taken, so that the answer finds no room.
  const page = 65_536;
  memory().grow(page - memory().buffer.byteLength / page);
  const large = `{"result":"${'x'.repeat(7 << 20)}"}`;
  for (const response of answers) response.writeHead(200, { 'content-type': 'application/json' }).end(large);

  for (const { status, reason } of await settled) {
    expect([status, reason?.code]).toEqual(['rejected', 'ENGINE_BROKEN']);
    expect(reason).toBeInstanceOf(CaseConnectorsError);
    expect(reason.remedy).toMatch(/^Reload/);
  }
  expect([...held]).toEqual([]);
  for (const call of [
    () => renderText('a', 'wiki'),
    () => host.connectors(),
    () => host.journal('c', 's'),
    () => CaseConnectors.open({ store: 'memory' }),
  ]) {
    const error = await (async () => call())().then(
      () => null,
      (thrown) => thrown,
    );
    expect(error?.code).toBe('ENGINE_BROKEN');
  }

  // What is collected now is nobody's error, and what is closed gives back all that is not the engine's.
  const forgotten = new WeakRef(push);
  push = null;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  for (let round = 0; round < 20 && forgotten.deref() !== undefined; round += 1) {
    await sleep(5);
    collect();
  }
  expect(forgotten.deref()).toBeUndefined();
  await sleep(20);
  await expect(host.close()).rejects.toMatchObject({ code: 'ENGINE_BROKEN' });
  expect([...held]).toEqual(['freed']);
});
