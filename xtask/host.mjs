// Compiles pkg/host/: each `x.ts` there becomes `x.js` and `x.d.ts` beside it. `start` and `pack` run this each time: it
// takes two seconds, and what is never taken over from an earlier run is never stale.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import ts from 'typescript';

const folder = fileURLToPath(new URL('../pkg/host/', import.meta.url));
const modules = fileURLToPath(new URL('node_modules/', import.meta.url));

/** The one script that uses a package: it is bundled into it, so that the rest needs no bundler. */
const BUNDLED = 'indexed-store.js';

function compile() {
  const failed = (diagnostics) => {
    const { getCanonicalFileName, getCurrentDirectory } = { getCanonicalFileName: (name) => name, ...ts.sys };
    const host = { getCanonicalFileName, getCurrentDirectory, getNewLine: () => '\n' };
    process.stderr.write(ts.formatDiagnosticsWithColorAndContext(diagnostics, host));
    process.exit(1);
  };
  const onUnRecoverableConfigFileDiagnostic = (diagnostic) => failed([diagnostic]);
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic };
  const config = ts.getParsedCommandLineOfConfigFile(join(folder, 'tsconfig.json'), undefined, host);
  if (config.errors.length > 0) failed(config.errors);
  const program = ts.createProgram(config.fileNames, config.options);
  const files = new Map();
  const { diagnostics } = program.emit(undefined, (name, text) => files.set(basename(name), text));
  const all = ts.sortAndDeduplicateDiagnostics([...ts.getPreEmitDiagnostics(program), ...diagnostics]);
  if (all.length > 0) failed(all);
  return files;
}

/** Our own files stay files of their own. */
const ours = {
  name: 'ours',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ importer, path }) =>
      importer.startsWith(modules) ? null : { path, external: true },
    );
  },
};

/** What is bundled must be a dependency of xtask/, whose notices are shipped. */
async function bundled(contents) {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: folder, sourcefile: BUNDLED },
    plugins: [ours],
    nodePaths: [modules],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // THIRD-PARTY-NOTICES has the licence.
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    write: false,
  });
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  for (const input of Object.keys(metafile.inputs)) {
    const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    if (name && !(name in dependencies))
      throw new Error(`${name} is bundled, and no dependency in xtask/package.json.`);
  }
  return outputFiles[0].text;
}

const files = compile();
if (files.has(BUNDLED)) files.set(BUNDLED, await bundled(files.get(BUNDLED)));

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};
for (const name of readdirSync(folder)) {
  if (/\.(js|d\.ts)$/.test(name) && !files.has(name)) rmSync(join(folder, name));
}
for (const [name, text] of files) {
  const path = join(folder, name);
  // Whatever watches an unchanged file stays calm.
  if (read(path) !== text) writeFileSync(path, text);
}
console.log(`  ${files.size / 2} scripts with their declarations in ${relative(process.cwd(), folder)}`);
