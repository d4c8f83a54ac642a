// A store in IndexedDB, with the durability that the browser has.
//
// `idb`: ISC, 1 kB, kept by one of the people who wrote IndexedDB's specification, and it passes `durability` on.
import { type IDBPDatabase, openDB } from 'idb';
import { LAYOUT, type Store, type StoreChange, type StoreCode, storeError, TABLES, type Table } from './store.js';

/** Opens or makes the database. */
export async function indexedStore(name: string): Promise<Store> {
  return storeIn(await open(name));
}

async function open(name: string): Promise<IDBPDatabase> {
  let factory: IDBFactory | undefined;
  let opening: Promise<IDBPDatabase>;
  let isBlocked = () => {};
  const blocked = new Promise<never>((_, reject) => {
    isBlocked = () => reject(storeError('STORE_CONFLICT'));
  });
  try {
    factory = globalThis.indexedDB;
    if (typeof factory !== 'object' || factory === null) throw storeError('STORE_MISSING');
    opening = openDB(name, LAYOUT, {
      upgrade(database, oldVersion) {
        for (const [table, since] of Object.entries(TABLES)) {
          if (oldVersion < since) database.createObjectStore(table);
        }
      },
      blocked: () => isBlocked(),
      // Another tab brings a newer layout: let it, rather than block it for ever.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
  } catch (thrown) {
    throw factory ? failure(thrown, 'STORE_UNAVAILABLE') : thrown;
  }
  try {
    return await Promise.race([opening, blocked]);
  } catch (thrown) {
    // One that opens after all has no owner, and would be in the way of others.
    opening.then(
      (database) => database.close(),
      () => {},
    );
    throw failure(thrown);
  }
}

function storeIn(database: IDBPDatabase): Store {
  // An intent that the browser has not written to disk would be lost with the machine's power.
  const writing = <T extends Table>(tables: T[]) => database.transaction(tables, 'readwrite', { durability: 'strict' });
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      throw failure(thrown);
    }
  };

  return {
    get: (table, key) =>
      told(async () => {
        const { store, done } = database.transaction(table);
        return (await Promise.all([store.get(key), done]))[0];
      }),
    entries: (table, prefix) =>
      told(async () => {
        const { store, done } = database.transaction(table);
        const range = keysFrom(prefix);
        const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range), done]);
        return keys.map((key, at) => [String(key), values[at]]);
      }),
    write: (changes) =>
      told(async () => {
        if (changes.length === 0) return;
        const transaction = writing([...new Set(changes.map(({ table }) => table))]);
        const asked: Promise<unknown>[] = [transaction.done];
        const ask = (change: StoreChange) => {
          const store = transaction.objectStore(change.table);
          if (change.kind === 'put') return store.put(change.value, change.key);
          if (change.kind === 'add') return store.add(change.value, change.key);
          if (change.kind === 'remove') return store.delete(change.key);
          return store.delete(keysFrom(change.prefix));
        };
        try {
          for (const change of changes) asked.push(ask(change));
        } catch (thrown) {
          // A value that cannot be stored: what came before it must not stay.
          transaction.abort();
          await Promise.allSettled(asked);
          throw thrown;
        }
        await Promise.all(asked);
      }),
    exchange: (table, key, change) =>
      told(async () => {
        const transaction = writing([table]);
        const store = transaction.objectStore(table);
        const asked: Promise<unknown>[] = [transaction.done];
        const old = store.get(key);
        asked.push(old);
        try {
          const value = change(await old);
          if (value !== undefined) asked.push(value === null ? store.delete(key) : store.put(value, key));
          await Promise.all(asked);
          return value !== undefined;
        } catch (thrown) {
          if (asked.length < 3) transaction.abort();
          await Promise.allSettled(asked);
          throw thrown;
        }
      }),
    close: () => database.close(),
  };
}

/** All keys that begin with this: from it to the next text that does not. */
function keysFrom(prefix: string): IDBKeyRange {
  const start = prefix.replace(/\uffff+$/, '');
  if (start === '') return IDBKeyRange.lowerBound(prefix);
  const last = start.length - 1;
  const next = start.slice(0, last) + String.fromCharCode(start.charCodeAt(last) + 1);
  return IDBKeyRange.bound(prefix, next, false, true);
}

const BY_NAME: Record<string, StoreCode> = {
  QuotaExceededError: 'STORE_FULL',
  ConstraintError: 'STORE_CONFLICT',
  VersionError: 'STORE_TOO_NEW',
  SecurityError: 'STORE_UNAVAILABLE',
};

function failure(thrown: unknown, code?: StoreCode): unknown {
  if (!(thrown instanceof DOMException)) return thrown;
  return storeError(code ?? BY_NAME[thrown.name] ?? 'STORE_FAILED', `The browser says: ${thrown.message}`, thrown);
}
