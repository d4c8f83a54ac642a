// Reads a file of the package from CommonJS.
import { notFound } from '../source.js';

/** By `getBuiltinModule`, not `require`: bundlers for browsers cannot resolve `node:fs`. */
export function readBelow(file) {
  const fs = globalThis.process?.getBuiltinModule?.('node:fs');
  if (fs === undefined) throw notFound(file, 'the CommonJS files find it only where Node is.');
  try {
    return fs.readFileSync(`${__dirname}/../../${file}`);
  } catch (cause) {
    throw notFound(file, cause.message, cause);
  }
}
