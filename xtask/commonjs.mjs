// Writes pkg/cjs/: the package as CommonJS, for Jest and for Node that `require`s, with declarations of its own.
//
// File by file, not bundled: the entries share their modules, as the originals do. esbuild, because it is the one
// such tool that Vite brings along anyway.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const pkg = fileURLToPath(new URL('../pkg/', import.meta.url));
const out = join(pkg, 'cjs');

const scripts = (folder) =>
  readdirSync(join(pkg, folder))
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name));
/** What differs: where a file is found. The rest is the same in both kinds. */
const entries = scripts('require');
/** `import.meta` has no meaning in CommonJS, and the inlined text would be there twice: Node reads the file. */
const ESM_ALONE =
  /^((index|node|inline|workerd|edge-light|file|forms|plugin)|(forms|plugin)\.(node|workerd|edge-light))\.js$/;
const common = ['glue', 'gateway', 'host']
  .flatMap(scripts)
  .concat(scripts('.').filter((name) => !ESM_ALONE.test(name)));

rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: [...entries, ...common].map((name) => ({ in: name, out: name.replace(/\.js$/, '') })),
  outdir: out,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  target: 'es2022',
  platform: 'node',
  bundle: true,
  // Jest has no `import()` without a flag of Node's.
  supported: { 'dynamic-import': false },
  logLevel: 'warning',
  plugins: [
    {
      name: 'file by file',
      setup({ onLoad, onResolve }) {
        onResolve({ filter: /./ }, ({ kind, path }) =>
          kind === 'entry-point'
            ? // Not as files: below a package.json of modules esbuild would take `default` for all that a file exports.
              { path, namespace: 'package' }
            : { path: path.replace(/^(\..*)\.js$/, '$1.cjs'), external: true },
        );
        onLoad({ filter: /./, namespace: 'package' }, ({ path }) => ({ contents: readFileSync(join(pkg, path)) }));
      },
    },
  ],
});

const declarations = readdirSync(pkg, { recursive: true }).filter(
  (name) => name.endsWith('.d.ts') && !/^(cjs|forms|plugin)[/\\]/.test(name),
);
for (const name of declarations) {
  const text = readFileSync(join(pkg, name), 'utf8').replace(/(from|import\()( ?)'(\..*?)\.js'/g, "$1$2'$3.cjs'");
  const file = join(out, name.replace(/\.d\.ts$/, '.d.cts'));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
console.log(
  `  ${entries.length + common.length} scripts and ${declarations.length} declarations in ${relative(process.cwd(), out)}`,
);
