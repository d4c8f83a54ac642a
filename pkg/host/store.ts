// Where things are kept: the interface that a host of one's own may implement, and how a store says what went wrong.
import type { EngineErrorCode } from '../codes.js';

/** What is kept apart, each with the version of the layout that brought it. */
export const TABLES = {
  connectors: 1,
  settings: 1,
  choices: 1,
  journal: 1,
  /** Pushes that have not completed. In records of layout 3 and before the case lies with them. */
  pending: 2,
  /** Their cases. */
  cases: 4,
  /** Sealed secrets, by connector. */
  secrets: 2,
  /** The key that seals them. */
  keys: 2,
  /** The pauses that systems have asked for, by base URL. */
  pauses: 2,
  /** Who holds which lock, where the platform has none. */
  leases: 2,
  /** Records that could not be read. */
  aside: 2,
  /** What became of queued pushes. */
  results: 3,
  /** Live fields, by connector and issue type: they can be read anew. */
  fields: 5,
} as const;

export type Table = keyof typeof TABLES;

/** The version of the layout. A store of an older one gets the tables that it lacks. */
export const LAYOUT = 5;

/** One change of a write. Those of one write are carried out in their order. */
export type StoreChange =
  /** Writes a value in the place of what was there. */
  | { kind: 'put'; table: Table; key: string; value: unknown }
  /** Writes a value under a new key. Where it is taken, the whole write is refused with STORE_CONFLICT. */
  | { kind: 'add'; table: Table; key: string; value: unknown }
  /** Deletes the record under this key, and no other one. */
  | { kind: 'remove'; table: Table; key: string }
  /** Deletes every record whose key begins with this. */
  | { kind: 'clear'; table: Table; prefix: string };

/**
 * A storage. Values are what JSON can hold, with `Uint8Array` beside it; the vault also stores a `CryptoKey`, and a store that
 * cannot keep one refuses it with VAULT_UNAVAILABLE. What is taken and what is handed out are copies.
 *
 * A store rejects with an `Error` that has one of the codes of `StoreCode` as its `code`; any other one counts as STORE_FAILED.
 * `case-connectors/store-test` tells whether a store is as it should be.
 */
export interface Store {
  /** The value under this key; `undefined` where there is none. */
  get(table: Table, key: string): Promise<unknown>;
  /** The records whose keys begin with `prefix`, in the order of the keys: by UTF-16 code units, as `<` compares. */
  entries(table: Table, prefix: string): Promise<[key: string, value: unknown][]>;
  /** Carries out all changes or none. They are durable when it resolves. */
  write(changes: readonly StoreChange[]): Promise<void>;
  /**
   * Reads a value and writes what `change` makes of it, with nobody else in between; `undefined` leaves it as it is, `null`
   * removes it. Answers whether there was a change. `change` answers at once, and may be called again where somebody else was
   * faster. What it throws is what this rejects with, and nothing is written.
   */
  exchange(table: Table, key: string, change: (old: unknown) => unknown): Promise<boolean>;
  /** Ends it. Where it answers a promise, whoever closes waits for it. */
  close(): void | Promise<void>;
}

/** What an exchange comes to. */
export const exchanged = (table: Table, key: string, value: unknown): StoreChange =>
  value === null ? { kind: 'remove', table, key } : { kind: 'put', table, key, value };

/** What can go wrong in a store; docs/errors.md says what each means. */
export type StoreCode = Extract<EngineErrorCode, `STORE_${string}` | 'VAULT_UNAVAILABLE'>;

/** An error of a store. `words` say more than the code does, such as what the browser said. */
export function storeError(code: StoreCode, words = '', cause?: unknown): Error & { code: StoreCode } {
  return Object.assign(new Error(words, cause === undefined ? undefined : { cause }), { code });
}

/** A copy of a value. Not `structuredClone`, which jsdom lacks, and which gives a test runner objects of another realm. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    throw storeError('STORE_FAILED', 'A value holds what cannot be stored.');
  }
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  }
  // A CryptoKey, which nobody can change.
  if (Object.prototype.toString.call(value) !== '[object Object]') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyOf(member)]));
}
