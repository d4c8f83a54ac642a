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

/** The UTF-8 bytes of JSON that came as bytes, text or an object. */
export function toBytes(json) {
  if (ArrayBuffer.isView(json) || tagOf(json) === 'ArrayBuffer') return toView(json);
  if (typeof json === 'string') return encoder.encode(json);
  try {
    return encoder.encode(JSON.stringify(json) ?? '');
  } catch (cause) {
    throw new CaseConnectorsError(
      'CASE_INVALID',
      `The case cannot be written as JSON: ${cause.message}`,
      'Pass the JSON bytes of the case as the Cases API answered them.',
      cause,
    );
  }
}

/** A case with the pages of what came apart: comments as bytes, alert documents as `{alerts: bytes}`. */
export function readCase(input) {
  const apart = input !== null && typeof input === 'object' && 'securityCase' in input;
  if (!apart) return { bytes: toBytes(input), pages: [] };
  const comments = (input.commentPages ?? []).map(toBytes);
  const alerts = (input.alertPages ?? []).map((page) => ({ alerts: toBytes(page) }));
  return { bytes: toBytes(input.securityCase), pages: [...comments, ...alerts] };
}

export function toJournal(records) {
  return records === undefined || records === null ? undefined : encoder.encode(JSON.stringify(records));
}
