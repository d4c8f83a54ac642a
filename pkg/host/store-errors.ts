// The errors of a store, whoever wrote it, as errors of this package.
import { CaseConnectorsError } from '../error.js';
import { hostError } from './engine.js';
import type { Store, StoreCode } from './store.js';

const CODES: Record<StoreCode, true> = {
  STORE_MISSING: true,
  STORE_UNAVAILABLE: true,
  STORE_FULL: true,
  STORE_TOO_NEW: true,
  STORE_FAILED: true,
  STORE_CONFLICT: true,
  VAULT_UNAVAILABLE: true,
};

/** The error of this package for what a store has thrown. */
export function asStoreError(thrown: unknown): CaseConnectorsError {
  if (thrown instanceof CaseConnectorsError) return thrown;
  const { code, message } = (thrown ?? {}) as { code?: unknown; message?: unknown };
  const known = typeof code === 'string' && Object.hasOwn(CODES, code) ? (code as StoreCode) : 'STORE_FAILED';
  const error = hostError(known);
  if (message) error.message += ` ${message}`;
  error.cause = thrown;
  return error;
}

/** The same store, whose errors are errors of this package. */
export function withErrors(store: Store): Store {
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      throw asStoreError(thrown);
    }
  };
  return {
    get: (table, key) => told(() => store.get(table, key)),
    entries: (table, prefix) => told(() => store.entries(table, prefix)),
    // Nothing to write is no write: what only reads must not fail where nothing can be stored.
    write: async (changes) => (changes.length === 0 ? undefined : told(() => store.write(changes))),
    async exchange(table, key, change) {
      // What the caller's own function throws is no error of the store.
      let own: { thrown: unknown } | null = null;
      const changed = (old: unknown) => {
        try {
          own = null;
          return change(old);
        } catch (thrown) {
          own = { thrown };
          throw thrown;
        }
      };
      try {
        return await store.exchange(table, key, changed);
      } catch (thrown) {
        const caller = own as { thrown: unknown } | null;
        throw caller ? caller.thrown : asStoreError(thrown);
      }
    },
    close: () => store.close(),
  };
}
