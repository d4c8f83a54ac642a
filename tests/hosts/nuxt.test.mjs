// Nuxt, built and started as in production.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, outcomeOf } from '../consumers/lib/browser.js';
import { PLANNED, PUSHED } from '../consumers/lib/exercise.js';
import { startSimulators } from '../judges/node/simulators.mjs';
import { answerIn, host, jsonOf } from './lib.mjs';

let browser;
let simulators;
let server;
before(async () => {
  const nuxt = host('nuxt', { node: 'node_modules/node/bin/node', built: ['.nuxt', '.output'] });
  await nuxt.run('node_modules/nuxt/bin/nuxt.mjs', 'build');
  simulators = await startSimulators();
  browser = await launch();
  const settings = { SERVICENOW: simulators.addresses.servicenow, PORT: '0', HOST: '127.0.0.1' };
  server = await nuxt.start('.output/server/index.mjs', [], settings);
});
after(async () => {
  server?.stop();
  simulators?.stop();
  await browser?.close();
});

test('rendered on the server', async () => assert.deepEqual(await answerIn(server.address), PLANNED));
test('in the browser', async () => assert.deepEqual(await outcomeOf(browser, server.address), PLANNED));
test('an API route', async () => assert.deepEqual(await jsonOf(`${server.address}/api/push`), PUSHED));
