// Takes the comments and the spaces out of the glue that wasm-bindgen writes: a third of it, in brotli. Names stay, since
// they stand in stack traces.
import { readFileSync, writeFileSync } from 'node:fs';

import { transformSync } from 'esbuild';

for (const file of process.argv.slice(2)) {
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    format: 'esm',
    minifySyntax: true,
    minifyWhitespace: true,
    target: 'es2022',
  });
  writeFileSync(file, code);
}
