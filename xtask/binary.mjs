// The binary format of a WebAssembly module, as far as the build looks into one.
import { Buffer } from 'node:buffer';

export const IMPORTS = 2;
export const CODE = 10;
export const HEADER = 8;

/** The sections of a module: what each is, where it and what it holds begin, and where it ends. */
export function* sections(module) {
  for (let at = HEADER; at < module.length; ) {
    const [size, begin] = number(module, at + 1);
    const end = begin + size;
    yield { id: module[at], at, begin, end };
    at = end;
  }
}

/** Reads a number in LEB128: the number, and where the next thing begins. */
export function number(bytes, from) {
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

/** Writes one. */
export function encoded(value) {
  const bytes = [];
  let rest = value;
  do {
    const more = rest >= 0x80;
    bytes.push((rest % 0x80) + (more ? 0x80 : 0));
    rest = Math.floor(rest / 0x80);
  } while (rest > 0);
  return Buffer.from(bytes);
}
