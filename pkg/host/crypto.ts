// The platform's own cryptography: AES-256-GCM and PBKDF2, with keys that no script can read.
// @ts-expect-error: what jsdom lacks has no declarations.
import { TextEncoder } from '../coders.js';
import { hostError } from './engine.js';

/** A `CryptoKey`: these declarations must do without the platform's. */
export type SealingKey = object;

export interface Sealed {
  iv: Uint8Array;
  data: Uint8Array;
}

type Bytes = Uint8Array<ArrayBuffer>;

const AES = { name: 'AES-GCM', length: 256 };
const USES: KeyUsage[] = ['encrypt', 'decrypt'];

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Pages that came neither from https nor from this machine cannot seal. */
async function available<T>(work: (subtle: SubtleCrypto) => Promise<T>): Promise<T> {
  try {
    return await work(globalThis.crypto.subtle);
  } catch {
    throw hostError('VAULT_UNAVAILABLE');
  }
}

export function random(length: number): Uint8Array {
  const { crypto } = globalThis as Partial<typeof globalThis>;
  if (crypto === undefined) throw hostError('VAULT_UNAVAILABLE');
  return crypto.getRandomValues(new Uint8Array(length));
}

/** A name that nobody else has. */
export const unique = (): string => Array.from(random(16), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** A new key that can be stored but not read. */
export const deviceKey = (): Promise<SealingKey> => available((subtle) => subtle.generateKey(AES, false, USES));

/** The key of a passphrase. It takes a moment on purpose. */
export function passphraseKey(passphrase: string, salt: Uint8Array, iterations: number): Promise<SealingKey> {
  return available(async (subtle) => {
    const bytes = encode(passphrase) as Bytes;
    const base = subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey']);
    // The platform has its copy by now.
    bytes.fill(0);
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt: salt as Bytes, iterations };
    return subtle.deriveKey(how, await base, AES, false, USES);
  });
}

const gcm = (iv: Uint8Array, additional: Uint8Array) => ({
  name: 'AES-GCM',
  iv: iv as Bytes,
  additionalData: additional as Bytes,
});

/** Seals a text under a new IV. */
export function seal(key: SealingKey | null, text: Uint8Array, additional: Uint8Array): Promise<Sealed> {
  return available(async (subtle) => {
    const iv = random(12);
    const data = await subtle.encrypt(gcm(iv, additional), key as CryptoKey, text as Bytes);
    return { iv, data: new Uint8Array(data) };
  });
}

/** Opens it; nothing where the key, the text or what it is bound to is another one. */
export function open(key: SealingKey | null, sealed: Sealed, additional: Uint8Array): Promise<Uint8Array | null> {
  return available(async (subtle) => {
    // Where nothing can be opened at all, that must not pass for a wrong key.
    const decrypt = subtle.decrypt.bind(subtle);
    try {
      return new Uint8Array(await decrypt(gcm(sealed.iv, additional), key as CryptoKey, sealed.data as Bytes));
    } catch {
      return null;
    }
  });
}
