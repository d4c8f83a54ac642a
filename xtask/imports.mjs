// The names of what a WebAssembly module imports, made short.
import { Buffer } from 'node:buffer';

import { encoded, HEADER, IMPORTS, number, sections } from './binary.mjs';

/** The module with short names in the places of what it imports, and the short names by the old ones. */
export function renameImports(module) {
  const names = new Map();
  const parts = [module.subarray(0, HEADER)];
  for (const { id, at, begin, end } of sections(module)) {
    parts.push(id === IMPORTS ? section(module, begin, names) : module.subarray(at, end));
  }
  return { bytes: Buffer.concat(parts), names };
}

function section(module, begin, names) {
  const [count, first] = number(module, begin);
  const parts = [encoded(count)];
  let at = first;
  for (let each = 0; each < count; each += 1) {
    const [length, from] = number(module, at);
    const whose = module.subarray(at, from + length);
    const [nameLength, nameFrom] = number(module, from + length);
    const name = module.toString('utf8', nameFrom, nameFrom + nameLength);
    const end = nameFrom + nameLength;
    // wasm-bindgen imports functions alone: their kind, and the number of their type.
    if (module[end] !== 0) {
      throw new Error(`The module imports ${name}, which is no function: see xtask/imports.mjs.`);
    }
    const [, next] = number(module, end + 1);
    const short = names.get(name) ?? `_${each.toString(36)}`;
    names.set(name, short);
    parts.push(whose, encoded(short.length), Buffer.from(short), module.subarray(end, next));
    at = next;
  }
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([IMPORTS]), encoded(body.length), body]);
}
