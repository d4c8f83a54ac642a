// Bundles for browsers, by the tools that people have: those that find the file, those that copy none, and scripts that are no modules.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rspack } from '@rspack/core';
import { importMetaAssets } from '@web/rollup-plugin-import-meta-assets';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import webpack from 'webpack';

import { launch, outcomeOf } from './lib/browser.js';
import { consumer } from './lib/consumer.js';
import { EXERCISE, PLANNED } from './lib/exercise.js';
import { serve } from './lib/server.js';

let browser;
let project;
before(async () => {
  project = consumer();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  project?.remove();
});

/** What the page leaves behind: the exercise, or `use` in its place. */
const entry = (imports, source = '', use = `exercise(api, null, ${source})`) => `
${imports}
${EXERCISE}
(async () => ${use})().then(
  (answer) => { window.outcome = answer; },
  ({ code, message, remedy }) => { window.outcome = { code, message, remedy }; },
);
`;
const IMPORT = "import * as api from 'case-connectors';";
const REQUIRE = "const api = require('case-connectors');";
const INLINE = "import * as api from 'case-connectors/inline';";
const COPIED = "'/copied.wasm'";

const script = (type) => `<!doctype html><title>Consumer</title><script ${type} src="bundle.js"></script>`;

let count = 0;
/** Bundles an entry, and answers what the page says. */
async function pageOf(make, source, { type = 'type="module"' } = {}) {
  count += 1;
  const name = `case-${count}`;
  const out = join(project.folder, name);
  const file = `${name}.${source.includes('require(') ? 'cjs' : 'js'}`;
  project.write(file, source);
  project.write(`${name}/index.html`, script(type));
  cpSync(join(project.folder, 'node_modules/case-connectors/engine.wasm'), join(out, 'copied.wasm'));
  await make(join(project.folder, file), out);
  const server = await serve(out);
  try {
    return await outcomeOf(browser, server.url);
  } finally {
    server.close();
  }
}

const esbuild = (format) => (file, outdir) =>
  build({
    entryPoints: { bundle: file },
    outdir,
    format,
    bundle: true,
    splitting: format === 'esm',
    logLevel: 'error',
    logOverride: { 'empty-import-meta': 'silent' },
  });

const rolled =
  (...plugins) =>
  async (input, dir) => {
    const bundle = await rollup({
      input: { bundle: input },
      plugins: [nodeResolve({ browser: true }), ...plugins],
      onwarn() {},
    });
    await bundle.write({ dir, entryFileNames: '[name].js' });
  };

const packed =
  (tool, more = {}) =>
  async (file, path) => {
    const compiler = tool({
      mode: 'production',
      context: project.folder,
      entry: file,
      output: { path, filename: 'bundle.js', publicPath: '/' },
      performance: false,
      ...more,
    });
    const stats = await new Promise((done, failed) =>
      compiler.run((error, result) => (error ? failed(error) : done(result))),
    );
    assert.deepEqual(stats.toJson({ all: false, errors: true, warnings: true }).errors, []);
  };

const CLASSIC = { type: '' };
const works = {
  'webpack finds the file': [packed(webpack), entry(IMPORT), CLASSIC],
  'webpack, by require': [packed(webpack), entry(REQUIRE), CLASSIC],
  'Rspack finds the file': [packed(rspack), entry(IMPORT), CLASSIC],
  'Rspack, by require': [packed(rspack), entry(REQUIRE), CLASSIC],
  'Rollup with import-meta-assets': [rolled(importMetaAssets()), entry(IMPORT)],
  'Rollup alone, with init(url)': [rolled(), entry(IMPORT, COPIED)],
  'esbuild with init(url)': [esbuild('esm'), entry(IMPORT, COPIED)],
  'esbuild --format=iife with init(url)': [esbuild('iife'), entry(IMPORT, COPIED), CLASSIC],
  'esbuild with the engine inside': [esbuild('esm'), entry(INLINE)],
  'esbuild --format=iife with the engine inside': [esbuild('iife'), entry(INLINE), CLASSIC],
};
for (const [name, [make, source, options]] of Object.entries(works)) {
  test(name, async () => {
    assert.deepEqual(await pageOf(make, source, options), PLANNED);
  });
}

test('esbuild with the forms inside', async () => {
  const use = '(await api.init(), api.connectorTypes().map(({ id }) => id))';
  const source = entry("import * as api from 'case-connectors/forms/inline';", '', use);
  assert.deepEqual(await pageOf(esbuild('iife'), source, CLASSIC), [
    '.servicenow',
    '.servicenow-sir',
    '.jira',
    '.resilient',
  ]);
});

test('esbuild with the plugin and the engine inside', async () => {
  const core = "{ http: { basePath: { get: () => '', prepend: (path) => path } } }";
  const use = `(async () => {
    const client = await plugin({ open: { store: 'memory' } }).start(${core}).client();
    return client.connectors();
  })()`;
  const source = entry("import { plugin } from 'case-connectors/plugin/inline';", '', use);
  assert.deepEqual(await pageOf(esbuild('iife'), source, CLASSIC), []);
});

test('a script that is no module says what init() needs', async () => {
  const error = await pageOf(esbuild('iife'), entry(IMPORT), CLASSIC);
  assert.equal(error.code, 'WASM_NOT_FOUND');
  assert.match(error.remedy, /init\(source\).*case-connectors\/inline/);
});

// Bundlers that do not know the condition `module` take what `require` gets.
for (const [name, tool] of Object.entries({ webpack, Rspack: rspack })) {
  const commonjs = packed(tool, { resolve: { conditionNames: ['browser', 'require', 'default'] } });

  test(`the CommonJS files in a browser, by ${name}, with init(url)`, async () => {
    assert.deepEqual(await pageOf(commonjs, entry(REQUIRE, COPIED), CLASSIC), PLANNED);
  });

  test(`the CommonJS files in a browser, by ${name}, say what init() needs`, async () => {
    const error = await pageOf(commonjs, entry(REQUIRE), CLASSIC);
    assert.equal(error.code, 'WASM_NOT_FOUND');
    assert.match(error.remedy, /init\(source\).*case-connectors\/inline/);
  });
}
