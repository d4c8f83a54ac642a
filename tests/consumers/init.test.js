// What init takes, remembers and says. The browser's entry is imported by its
// path, in a Node of its own for each test, because it can be loaded only once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ANSWER, FUNCTION } from './lib/app.js';
import { consumer } from './lib/consumer.js';
import { serve } from './lib/server.js';

let project;
let server;
before(async () => {
  project = consumer();
  server = await serve(project.folder, {
    answers: {
      '/page.wasm': { type: 'text/html', body: '<!doctype html>' },
      '/page-as.wasm': { type: 'application/wasm', body: '<!doctype html>' },
    },
  });
});
after(() => {
  server.close();
  project.remove();
});

/** Runs statements with the entry, the bytes and a way to catch at hand. */
const run = (statements) =>
  project.run(`
  import { readFileSync } from 'node:fs';
  import { CaseConnectorsError, init, ${FUNCTION} } from './node_modules/case-connectors/index.js';
  const SERVER = ${JSON.stringify(server.url)};
  const bytes = readFileSync('./node_modules/case-connectors/engine.wasm');
  const caught = async (promise) => {
    try { await promise; return 'nothing'; } catch (error) {
      const { name, code, message, remedy } = error;
      return { name, code, message, remedy, real: error instanceof Error && error instanceof CaseConnectorsError };
    }
  };
  const answer = await (async () => { ${statements} })();
  console.log(JSON.stringify(answer));
  process.exit(0);
`);

test('a call before init says to call init', async () => {
  const error = await run(`return caught((async () => ${FUNCTION}())())`);
  assert.equal(error.code, 'NOT_INITIALIZED');
  assert.equal(error.name, 'CaseConnectorsError');
  assert.match(error.remedy, /await init\(\)/);
  assert.ok(error.real);
});

const sources = {
  'a Uint8Array': 'new Uint8Array(bytes)',
  'a part of a larger buffer': 'new Uint8Array([0, ...bytes, 0]).subarray(1, bytes.length + 1)',
  'an ArrayBuffer': 'new Uint8Array(bytes).buffer',
  'a WebAssembly.Module': 'new WebAssembly.Module(bytes)',
  'a Response': `new Response(bytes, { headers: { 'content-type': 'application/wasm' } })`,
  'a Response without a type': 'new Response(bytes)',
  'a promise of a Response': 'Promise.resolve(new Response(bytes))',
  'an address as text': `SERVER + 'node_modules/case-connectors/engine.wasm'`,
  'a URL': `new URL(SERVER + 'node_modules/case-connectors/engine.wasm')`,
  'a Request': `new Request(SERVER + 'node_modules/case-connectors/engine.wasm')`,
};
for (const [what, source] of Object.entries(sources)) {
  test(`init takes ${what}`, async () => {
    assert.equal(await run(`await init(${source}); return ${FUNCTION}()`), ANSWER);
  });
}

test('concurrent calls share one promise', async () => {
  assert.deepEqual(await run('const a = init(bytes), b = init(); await a; return [a === b, a === init()]'), [
    true,
    true,
  ]);
});

test('a failed init can be tried again', async () => {
  const [error, answer] = await run(
    `return [await caught(init(new Uint8Array(8))), await init(bytes).then(${FUNCTION})]`,
  );
  assert.equal(error.code, 'WASM_NOT_WASM');
  assert.equal(answer, ANSWER);
});

for (const path of ['page.wasm', 'page-as.wasm']) {
  test(`a web page in place of WebAssembly names the address and the way out (${path})`, async () => {
    const error = await run(`return caught(init(SERVER + '${path}'))`);
    assert.equal(error.code, 'WASM_NOT_WASM');
    assert.ok(error.message.includes(`/${path}`), error.message);
    assert.match(error.remedy, /case-connectors\/engine\.wasm\?url/);
  });
}

test('a missing file is told with its status', async () => {
  const error = await run(`return caught(init(SERVER + 'nowhere.wasm'))`);
  assert.equal(error.code, 'WASM_FETCH_FAILED');
  assert.match(error.message, /nowhere\.wasm.*404/);
});

test('no server at all is told too', async () => {
  const error = await run(`return caught(init('http://127.0.0.1:1/engine.wasm'))`);
  assert.equal(error.code, 'WASM_FETCH_FAILED');
});

test('damaged WebAssembly is not blamed on the policy', async () => {
  const error = await run('return caught(init(bytes.subarray(0, 100)))');
  assert.equal(error.code, 'WASM_UNSUPPORTED');
});

test('WebAssembly of something else is told from ours', async () => {
  const error = await run(`return caught(init(Uint8Array.of(
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x61, 1, 0x62, 0, 0)))`);
  assert.equal(error.code, 'WASM_MISMATCH');
});
