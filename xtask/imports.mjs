// The names of what a WebAssembly module imports, made short.
import { Buffer } from 'node:buffer';

const IMPORTS = 2;
const HEADER = 8;

/** The module with short names in the places of what it imports, and the short names by the old ones. */
export function renameImports(module) {
  const names = new Map();
  const parts = [module.subarray(0, HEADER)];
  for (let at = HEADER; at < module.length; ) {
    const [size, begin] = number(module, at + 1);
    const end = begin + size;
    const isImports = module[at] === IMPORTS;
    parts.push(isImports ? section(module, begin, names) : module.subarray(at, end));
    at = end;
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

/** Reads a number in LEB128: the number, and where the next thing begins. */
function number(bytes, from) {
  let value = 0;
  let shift = 0;
  let at = from;
  for (;;) {
    const byte = bytes[at];
    at += 1;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) {
      return [value, at];
    }
    shift += 7;
  }
}

function encoded(value) {
  const bytes = [];
  let rest = value;
  do {
    const more = rest >= 0x80;
    bytes.push((rest % 0x80) + (more ? 0x80 : 0));
    rest = Math.floor(rest / 0x80);
  } while (rest > 0);
  return Buffer.from(bytes);
}
