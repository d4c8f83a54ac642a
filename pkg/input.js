// What hosts pass, as the engine takes it: whatever grows goes over as bytes.
import { CaseConnectorsError } from './error.js';

const encoder = new TextEncoder();

/** The UTF-8 bytes of JSON that came as bytes, text or an object. */
export function toBytes(json) {
  if (json instanceof Uint8Array) return json;
  if (Object.prototype.toString.call(json) === '[object ArrayBuffer]') return new Uint8Array(json);
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

/** A case with the pages of its comments, where they came apart. */
export function readCase(input) {
  const apart = input !== null && typeof input === 'object' && 'securityCase' in input;
  if (!apart) return { bytes: toBytes(input), pages: [] };
  return { bytes: toBytes(input.securityCase), pages: (input.commentPages ?? []).map(toBytes) };
}

export function toJournal(records) {
  return records === undefined || records === null ? undefined : encoder.encode(JSON.stringify(records));
}
