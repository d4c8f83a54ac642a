// Vite: 8 finds the file by itself; 5 to 7 do in a build, and are told where
// it is in development.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as vite8 from 'vite';
import * as vite7 from 'vite7';

import { ANSWER, app, page } from './lib/app.js';
import { launch, outcomeOf } from './lib/browser.js';
import { consumer } from './lib/consumer.js';
import { serve } from './lib/server.js';

const plain = app();
const byAddress = app({
  before: "import url from 'case-connectors/engine.wasm?url';",
  source: 'url',
});
const cases = [
  { name: 'Vite 8', vite: vite8, source: plain },
  { name: 'Vite 8 with init(url)', vite: vite8, source: byAddress },
  { name: 'Vite 7 with init(url)', vite: vite7, source: byAddress },
];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const { name, vite, source } of cases) {
  const settings = (project) => ({
    root: project.folder,
    configFile: false,
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false },
  });
  const make = () => consumer({ 'index.html': page, 'app.js': source });

  test(`${name} builds, with the engine exactly once`, async () => {
    const project = make();
    try {
      await vite.build(settings(project));
      const dist = join(project.folder, 'dist');
      const modules = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.wasm'));
      assert.equal(modules.length, 1, `found ${modules}`);
      assert.match(modules[0], /engine/);
      const server = await serve(dist);
      try {
        assert.equal(await outcomeOf(browser, server.url), ANSWER);
      } finally {
        server.close();
      }
    } finally {
      project.remove();
    }
  });

  test(`${name} serves it in development`, async () => {
    const project = make();
    try {
      const server = await vite.createServer(settings(project));
      try {
        await server.listen();
        assert.equal(await outcomeOf(browser, server.resolvedUrls.local[0]), ANSWER);
      } finally {
        await server.close();
      }
    } finally {
      project.remove();
    }
  });
}
