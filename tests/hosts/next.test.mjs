// Next 16, built by both of its bundlers and started as in production.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch, outcomeOf } from '../consumers/lib/browser.js';
import { PLANNED, PUSHED } from '../consumers/lib/exercise.js';
import { startSimulators } from '../judges/node/simulators.mjs';
import { answerIn, host, jsonOf } from './lib.mjs';

const NEXT = 'node_modules/next/dist/bin/next';

for (const [bundler, words] of Object.entries({ Turbopack: [], webpack: ['--webpack'] })) {
  describe(bundler, () => {
    let browser;
    let simulators;
    let server;
    before(async () => {
      const next = host('next', { built: ['.next'] });
      await next.run(NEXT, 'build', ...words);
      simulators = await startSimulators();
      browser = await launch();
      server = await next.start(NEXT, ['start', '-p', '0', '-H', '127.0.0.1'], {
        SERVICENOW: simulators.addresses.servicenow,
      });
    });
    after(async () => {
      server?.stop();
      simulators?.stop();
      await browser?.close();
    });

    test('a client-only page', async () =>
      assert.deepEqual(await outcomeOf(browser, `${server.address}/client`), PLANNED));
    test('a server component', async () => assert.deepEqual(await answerIn(`${server.address}/server`), PUSHED));
    test('a route', async () => assert.deepEqual(await jsonOf(`${server.address}/api/node`), PUSHED));
    test('an edge route', async () => {
      const url = encodeURIComponent(simulators.addresses.servicenow);
      assert.deepEqual(await jsonOf(`${server.address}/api/edge?url=${url}`), PUSHED);
    });
    test('the pages router: on the server, in the browser, and its routes', async () => {
      assert.deepEqual(await answerIn(`${server.address}/old`), PUSHED);
      assert.deepEqual(await outcomeOf(browser, `${server.address}/old`), PLANNED);
      assert.deepEqual(await jsonOf(`${server.address}/api/old`), PUSHED);
    });
  });
}
