// What hosts pass, as the engine takes it: whatever grows goes over as bytes.
import { TextEncoder } from './coders.js';
import { CaseConnectorsError } from './error.js';

const encoder = new TextEncoder();

/** Not `instanceof`: test runners and frames hand over objects of another realm, and old ones lack `Response`. */
export const tagOf = (value) => Object.prototype.toString.call(value).slice('[object '.length, -1);

/** Bytes of any realm, as this realm's. */
export function toView(bytes) {
  if (bytes instanceof Uint8Array) return bytes;
  return ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
}

export const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const isBytes = (json) => ArrayBuffer.isView(json) || tagOf(json) === 'ArrayBuffer';

/** The UTF-8 bytes of JSON that came as bytes, text or an object. */
export function toBytes(json) {
  if (isBytes(json)) return toView(json);
  if (typeof json === 'string') return encoder.encode(json);
  return written(json, 'CASE_INVALID', 'case', 'Pass the JSON bytes of the case as the Cases API answered them.');
}

/**
 * The same, which nobody else can change: a host looks at them again after it has waited, when a caller may have reused its buffer. Not by
 * `slice`: that of Node's `Buffer` is no copy.
 */
export const toOwnBytes = (json) => (isBytes(json) ? new Uint8Array(toView(json)) : toBytes(json));

function written(value, code, what, remedy) {
  try {
    return encoder.encode(JSON.stringify(value) ?? '');
  } catch (cause) {
    throw new CaseConnectorsError(code, `The ${what} cannot be written as JSON: ${cause?.message}`, remedy, cause);
  }
}

/** A case with the pages of what came apart: comments as bytes, alert documents as `{alerts: bytes}`. */
export function readCase(input, bytesOf = toBytes) {
  const apart = input !== null && typeof input === 'object' && 'securityCase' in input;
  if (!apart) return { bytes: bytesOf(input), pages: [] };
  const { securityCase, commentPages, alertPages } = input;
  const comments = pagesOf('commentPages', commentPages, bytesOf);
  const alerts = pagesOf('alertPages', alertPages, bytesOf).map((bytes) => ({ alerts: bytes }));
  return { bytes: bytesOf(securityCase), pages: [...comments, ...alerts] };
}

function pagesOf(field, pages, bytesOf) {
  if (pages === undefined || pages === null) return [];
  if (Array.isArray(pages)) return Array.from(pages, (page) => bytesOf(page));
  const remedy = 'Pass the pages in a list, as they were answered.';
  throw Object.assign(new CaseConnectorsError('OPTIONS_INVALID', `\`${field}\` must be a list.`, remedy), { field });
}

export function toJournal(records) {
  if (records === undefined || records === null) return undefined;
  return written(records, 'JOURNAL_INVALID', 'journal', 'Pass the records unchanged, as `save` gave them.');
}
