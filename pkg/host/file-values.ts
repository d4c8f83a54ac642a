// Values as JSON text. Bytes are tagged, and no data can imitate the tag: names that begin with its sign get it once more.
import { storeError } from './store.js';

const BYTES = '$bytes';

/** What JSON has of a value. Throws where it has nothing of it. */
export function encode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(encode);
  if (ArrayBuffer.isView(value)) {
    return { [BYTES]: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  }
  if (Object.prototype.toString.call(value) !== '[object Object]') throw unstorable(value);
  const members = Object.entries(value).map(([name, member]) => [
    name.startsWith('$') ? `$${name}` : name,
    encode(member),
  ]);
  return Object.fromEntries(members);
}

export function decode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  const members = Object.entries(value);
  const [first] = members;
  if (first?.[0] === BYTES) return new Uint8Array(Buffer.from(String(first[1]), 'base64'));
  return Object.fromEntries(
    members.map(([name, member]) => [name.startsWith('$') ? name.slice(1) : name, decode(member)]),
  );
}

function unstorable(value: unknown): Error {
  if (Object.prototype.toString.call(value) === '[object CryptoKey]') {
    return storeError(
      'VAULT_UNAVAILABLE',
      'Files cannot keep the key of the level device: seal secrets with a passphrase, setVault({ level: "passphrase", passphrase }).',
    );
  }
  return storeError('STORE_FAILED', 'A value holds what cannot be stored.');
}
