// Hosts whose builds are pages: Angular and Parcel.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, outcomeOf } from '../consumers/lib/browser.js';
import { PLANNED } from '../consumers/lib/exercise.js';
import { serve } from '../consumers/lib/server.js';
import { host } from './lib.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

async function pageOf(folder) {
  const server = await serve(folder);
  try {
    return await outcomeOf(browser, server.url);
  } finally {
    server.close();
  }
}

test('Parcel, without configuration', async () => {
  const parcel = host('parcel', { built: ['dist', '.parcel-cache'] });
  await parcel.run('node_modules/parcel/lib/bin.js', 'build', 'index.html', '--no-cache');
  assert.deepEqual(await pageOf(join(parcel.folder, 'dist')), PLANNED);
});

test("Angular's production build, with the file among its assets", async () => {
  const angular = host('angular', { node: 'node_modules/node/bin/node', built: ['dist'] });
  await angular.run('node_modules/@angular/cli/bin/ng.js', 'build');
  assert.deepEqual(await pageOf(join(angular.folder, 'dist/browser')), PLANNED);
});
