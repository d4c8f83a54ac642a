// Reads a file of the package, for Node, Deno and Bun.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { notFound } from './source.js';

/**
 * `address` makes the URL of the file, and `own` is that of the code. Where the code went into a bundle and the file did not, it is
 * looked for in the package, if that is installed above the bundle. Never in the working directory, which may be anybody's.
 */
export function readBeside(file, address, own) {
  const failures = [];
  // As text: a URL object may be of another realm, and then it is none to Node.
  for (const find of [() => fileURLToPath(address().href), () => installed(file, own)]) {
    try {
      return readFileSync(find());
    } catch (error) {
      failures.push(error);
    }
  }
  const [first] = failures;
  throw notFound(file, first.message, first);
}

function installed(file, own) {
  // A bundle that is CommonJS has no `import.meta.url`, but a file name.
  const from = own ?? (typeof __filename === 'string' ? __filename : undefined);
  return createRequire(from).resolve(`case-connectors/${file}`);
}
