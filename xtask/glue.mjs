// Takes the comments and the spaces out of the glue that wasm-bindgen writes: a third of it, in brotli. Names of functions
// stay, since they stand in stack traces; those of imports stand nowhere, and most of each is a hash: they become short.
// Each argument is a script, and the next one its module.
import { readFileSync, writeFileSync } from 'node:fs';

import { transformSync } from 'esbuild';

import { renameImports } from './imports.mjs';

for (let at = 2; at < process.argv.length; at += 2) {
  const [script, module] = process.argv.slice(at, at + 2);
  const { bytes, names } = renameImports(readFileSync(module));
  const glue = readFileSync(script, 'utf8').replace(/\b__wb(?:g|indgen)_\w+/g, (name) => names.get(name) ?? name);
  const { code } = transformSync(glue, {
    format: 'esm',
    minifySyntax: true,
    minifyWhitespace: true,
    target: 'es2022',
  });
  writeFileSync(module, bytes);
  writeFileSync(script, code);
}
