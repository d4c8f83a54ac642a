// Hosts without a browser, beside plain Node: TypeScript run directly, Bun, Deno, and bundles for Node.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import webpack from 'webpack';

import { startSimulators } from '../judges/node/simulators.mjs';
import { COMMONJS, consumer, program } from './lib/consumer.js';
import { EXERCISE, PLANNED, PUSHED, VERSION } from './lib/exercise.js';

const TOOLS = { tsx: 'tsx', 'ts-node': 'ts-node', typescript: 'typescript' };
const bun = program('.bin/bun');
const deno = [program('.bin/deno'), 'run', '--no-lock', '--no-prompt', '--cached-only', '--quiet'];

let simulators;
let url;
let modules;
let commonjs;
before(async () => {
  simulators = await startSimulators();
  url = simulators.addresses.servicenow;
  modules = consumer();
  // What ts-node assumes without one does not fit TypeScript 5.
  const settings = JSON.stringify({ compilerOptions: { module: 'node16', target: 'es2022', types: [] } });
  commonjs = consumer({ ...COMMONJS, 'tsconfig.json': settings }, TOOLS);
});
after(() => {
  simulators?.stop();
  modules?.remove();
  commonjs?.remove();
});

/** A program that prints what the exercise answers. Without top-level await, which CommonJS lacks. */
const print = (imports, push = url) => `
${imports}
${EXERCISE}
exercise(api, ${JSON.stringify(push)}).then((answer) => console.log(JSON.stringify(answer)));
`;
const IMPORT = "import * as api from 'case-connectors';";
const untyped = (source) => `// @ts-nocheck\n${source}`;

const direct = {
  'tsx, in a package of CommonJS': ['.ts', () => [process.execPath, 'node_modules/tsx/dist/cli.mjs']],
  'node -r tsx/cjs, in a package of CommonJS': ['.ts', () => [process.execPath, '-r', 'tsx/cjs']],
  'tsx, a module in a package of CommonJS': ['.mts', () => [process.execPath, 'node_modules/tsx/dist/cli.mjs']],
  'ts-node, in a package of CommonJS': ['.ts', () => [process.execPath, 'node_modules/ts-node/dist/bin.js']],
};
for (const [name, [ending, start]] of Object.entries(direct)) {
  test(name, async () => {
    assert.deepEqual(await commonjs.run(untyped(print(IMPORT)), `use${ending}`, start()), PUSHED);
  });
}

test('what is required and what is imported are one', async () => {
  const answer = await commonjs.run(
    `
    const { CaseConnectorsError, init, version } = require('case-connectors');
    const forms = require('case-connectors/forms');
    (async () => {
      const esm = await import('case-connectors');
      const inline = await import('case-connectors/inline');
      const thrown = [() => esm.mapCase('{}', {}), () => forms.validateConnector(1)].map((run) => { try { run(); } catch (error) { return error; } });
      const ours = thrown.map((error) => error instanceof CaseConnectorsError && error instanceof esm.CaseConnectorsError);
      console.log(JSON.stringify([version(), inline.version(), ...ours]));
    })();
  `,
    'both.cjs',
  );
  assert.deepEqual(answer, [VERSION, VERSION, true, true]);
});

test('Bun', async () => {
  assert.deepEqual(await modules.run(print(IMPORT), 'use.ts', [bun]), PUSHED);
  assert.deepEqual(await commonjs.run(print("const api = require('case-connectors');"), 'use.cjs', [bun]), PUSHED);
});

test('Deno, with leave to read the package and to reach the system', async () => {
  const leave = ['--allow-read=node_modules', `--allow-net=${new URL(url).host}`];
  assert.deepEqual(await modules.run(print(IMPORT), 'use.mjs', [...deno, ...leave]), PUSHED);
});

test('Deno, with no leave but to reach the system: the engine inside', async () => {
  const leave = [`--allow-net=${new URL(url).host}`];
  assert.deepEqual(
    await modules.run(print("import * as api from 'case-connectors/inline';"), 'use.mjs', [...deno, ...leave]),
    PUSHED,
  );
});

test('Deno without leave to read imports all the same, and init() says what it lacks', async () => {
  const answer = await modules.run(
    `
    import { init } from 'case-connectors';
    init().catch(({ code, message, remedy }) => console.log(JSON.stringify({ code, message, remedy })));
  `,
    'none.mjs',
    deno,
  );
  assert.equal(answer.code, 'WASM_NOT_FOUND');
  assert.match(answer.message, /read access|--allow-read/);
  assert.match(answer.remedy, /case-connectors\/inline/);
});

/** Bundles for Node: how each is made from `entry.js` into `out.EXT`. */
const bundle = {
  'esbuild --platform=node --format=esm': ['mjs', (folder) => esbuild(folder, 'esm', 'out.mjs')],
  'esbuild --platform=node --format=cjs': ['cjs', (folder) => esbuild(folder, 'cjs', 'out.cjs')],
  'webpack, target node': ['cjs', webpacked],
  'bun build --target=node': [
    'mjs',
    (_, project) => project.start([bun, 'build', 'entry.js', '--target=node', '--outfile=out.mjs']),
  ],
  'bun build --target=bun': [
    'bun.mjs',
    (_, project) => project.start([bun, 'build', 'entry.js', '--target=bun', '--outfile=out.bun.mjs']),
  ],
};
const esbuild = (absWorkingDir, format, outfile) =>
  build({
    absWorkingDir,
    format,
    outfile,
    entryPoints: ['entry.js'],
    bundle: true,
    platform: 'node',
    logLevel: 'silent',
  });

async function webpacked(context) {
  const compiler = webpack({
    mode: 'production',
    target: 'node',
    context,
    entry: './entry.js',
    output: { path: context, filename: 'out.cjs' },
  });
  const stats = await new Promise((done, failed) =>
    compiler.run((error, result) => (error ? failed(error) : done(result))),
  );
  assert.equal(stats.hasErrors(), false, stats.toString());
}

for (const [name, [ending, make]] of Object.entries(bundle)) {
  test(`${name}, beside the installed package`, async () => {
    const project = consumer({ 'entry.js': print(IMPORT) });
    try {
      await make(project.folder, project);
      const runner = ending.startsWith('bun') ? bun : process.execPath;
      assert.deepEqual(JSON.parse(await project.start([runner, `out.${ending}`])), PUSHED);
    } finally {
      project.remove();
    }
  });
}

// webpack copies the file, and so does Bun for itself.
const alone = Object.entries(bundle).filter(([name]) => !/webpack|target=bun/.test(name));
for (const [name, [ending, make]] of alone) {
  test(`${name}, alone: it starts, init() says what to do, and init(bytes) does it`, async () => {
    const source = `
      import { readFileSync } from 'node:fs';
      import * as api from 'case-connectors';
      ${EXERCISE}
      const told = ({ code, message, remedy }) => ({ code, message, remedy });
      const errors = [];
      (async () => {
        try { api.version(); } catch (error) { errors.push(told(error)); }
        await api.init().catch((error) => errors.push(told(error)));
        const bytes = readFileSync(process.env.ENGINE);
        console.log(JSON.stringify({ errors, answer: await exercise(api, null, bytes) }));
      })();
    `;
    const project = consumer({ 'entry.js': source });
    try {
      await make(project.folder, project);
      const engine = join(project.folder, 'copied.wasm');
      await project.start([
        process.execPath,
        '-e',
        `require('fs').copyFileSync('node_modules/case-connectors/engine.wasm', 'copied.wasm')`,
      ]);
      rmSync(join(project.folder, 'node_modules'), { recursive: true });
      const { errors, answer } = JSON.parse(
        await project.start([process.execPath, `out.${ending}`], { ENGINE: engine }),
      );
      assert.deepEqual(
        errors.map(({ code }) => code),
        ['NOT_INITIALIZED', 'WASM_NOT_FOUND'],
      );
      for (const { remedy } of errors)
        assert.match(remedy, /Copy engine\.wasm .* init\(source\).*'case-connectors\/inline'/s);
      assert.deepEqual(answer, PLANNED);
    } finally {
      project.remove();
    }
  });
}
