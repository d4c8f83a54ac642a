// Reads a file of the package, for Node, Deno and Bun.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { notFound } from './source.js';

/**
 * `address` makes the URL of the file, and `own` is that of the code. Where the code went into a bundle and the file did not, it is
 * read from the package, if that is installed above the bundle. Never from the working directory, which may be anybody's.
 */
export function readBeside(file, address, own) {
  let failure;
  for (const path of places(file, address, own)) {
    try {
      return readFileSync(path());
    } catch (error) {
      failure ??= error;
    }
  }
  throw notFound(file, failure.message, failure);
}

/** As text: a URL object may be of another realm, and then it is none to Node. */
function* places(file, address, own) {
  yield () => fileURLToPath(address().href);
  // A bundle that is CommonJS has no `import.meta.url`, but a file name.
  let folder = dirname(
    own?.startsWith('file:') ? fileURLToPath(own) : typeof __filename === 'string' ? __filename : '',
  );
  for (let above = dirname(folder); folder !== above; [folder, above] = [above, dirname(above)]) {
    const installed = join(folder, 'node_modules', 'case-connectors', file);
    yield () => installed;
  }
}
