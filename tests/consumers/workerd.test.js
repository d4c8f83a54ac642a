// Cloudflare's runtime itself, with a configuration file. It compiles no WebAssembly while it runs; modules come with the code.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';

import { startSimulators } from '../judges/node/simulators.mjs';
import { consumer, program } from './lib/consumer.js';
import { EXERCISE, PUSHED } from './lib/exercise.js';

const CONFIG = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "engine.wasm", wasm = embed "engine.wasm"),
    (name = "forms.wasm", wasm = embed "forms.wasm"),
  ],
  compatibilityDate = "2024-09-01",
);
`;

/** Each path answers what one function of the worker answers. */
const worker = (url) => `
import * as api from 'case-connectors';
import engine from 'case-connectors/engine.wasm';
import * as forms from 'case-connectors/forms';
import formsModule from 'case-connectors/forms.wasm';
import * as inline from 'case-connectors/inline';
import { plugin } from 'case-connectors/plugin';
${EXERCISE}
const told = ({ code, message, remedy }) => ({ code, message, remedy });
const caught = (run) => run().then(() => 'nothing', told);
const core = { http: { basePath: { get: () => '', prepend: (path) => path } } };
const answers = {
  '/errors': async () => [await caught(() => inline.init()), await caught(() => api.init()), await caught(() => forms.init())],
  '/engine': () => exercise(api, ${JSON.stringify(url)}, engine),
  '/forms': () => forms.init(formsModule).then(() => forms.connectorTypes().map(({ id }) => id)),
  '/plugin': async () => (await plugin({ source: engine, open: { store: 'memory' } }).start(core).client()).connectors(),
  '/store': async () => caught(() => api.CaseConnectors.open()),
};
export default {
  async fetch(request) {
    try {
      return Response.json(await answers[new URL(request.url).pathname]());
    } catch (error) {
      return new Response(error.stack, { status: 500 });
    }
  },
};
`;

let project;
let simulators;
let running;
let address;
before(async () => {
  simulators = await startSimulators();
  project = consumer({ 'config.capnp': CONFIG, 'entry.js': worker(simulators.addresses.servicenow) });
  for (const name of ['engine.wasm', 'forms.wasm']) {
    cpSync(join(project.folder, 'node_modules/case-connectors', name), join(project.folder, name));
  }
  // As wrangler bundles: these conditions, and WebAssembly left to the runtime.
  await build({
    absWorkingDir: project.folder,
    entryPoints: ['entry.js'],
    outfile: 'worker.js',
    bundle: true,
    format: 'esm',
    logLevel: 'error',
    conditions: ['workerd', 'worker', 'browser'],
    alias: { 'case-connectors/engine.wasm': './engine.wasm', 'case-connectors/forms.wasm': './forms.wasm' },
    external: ['./*.wasm'],
  });
  running = spawn(program('.bin/workerd'), ['serve', 'config.capnp', '--control-fd=3'], {
    cwd: project.folder,
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  const line = await new Promise((resolve, reject) => {
    running.once('exit', (code) => reject(new Error(`workerd ended with ${code}`)));
    createInterface({ input: running.stdio[3] }).once('line', resolve);
  });
  address = `http://127.0.0.1:${JSON.parse(line).port}`;
});
after(() => {
  running?.kill();
  simulators?.stop();
  project?.remove();
});

async function ask(path) {
  const response = await fetch(address + path);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text);
}

test('without the module, each error names init(module) and the import', async () => {
  const errors = await ask('/errors');
  assert.deepEqual(
    errors.map(({ code }) => code),
    ['WASM_NEEDS_MODULE', 'WASM_NEEDS_MODULE', 'WASM_NEEDS_MODULE'],
  );
  const imports = errors.map(
    ({ remedy }) => remedy.match(/^import engine from '([^']+)', then await init\(engine\)/)?.[1],
  );
  assert.deepEqual(imports, [
    'case-connectors/engine.wasm',
    'case-connectors/engine.wasm',
    'case-connectors/forms.wasm',
  ]);
});

test('init(module) loads the engine, and a push goes through', async () => {
  assert.deepEqual(await ask('/engine'), PUSHED);
});

test('init(module) loads the forms', async () => {
  assert.deepEqual(await ask('/forms'), ['.servicenow', '.servicenow-sir', '.jira', '.resilient']);
});

test('the plugin takes the module as its source', async () => {
  assert.deepEqual(await ask('/plugin'), []);
});

test('storage that is not there says what to do', async () => {
  const error = await ask('/store');
  assert.equal(error.code, 'STORE_MISSING');
  assert.match(error.remedy, /memory.*Push/);
});
