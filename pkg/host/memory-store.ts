// A store that is gone with the process.
import { copyOf, type Store, type StoreChange, storeError, type Table } from './store.js';

export type Records = Map<string, unknown>;

export function memoryStore(): Store {
  const records = emptyTables();
  return {
    async get(table, key) {
      return copyOf(records(table).get(key));
    },
    async entries(table, prefix) {
      return entriesOf(records(table), prefix);
    },
    async write(changes) {
      apply(changes, records);
    },
    async exchange(table, key, change) {
      const value = change(copyOf(records(table).get(key)));
      if (value === undefined) return false;
      apply([exchanged(table, key, value)], records);
      return true;
    },
    close() {},
  };
}

/** The change that an exchange makes of a value. */
export const exchanged = (table: Table, key: string, value: unknown): StoreChange =>
  value === null ? { kind: 'remove', table, key } : { kind: 'put', table, key, value };

/** The records of each table, with none in them. */
export function emptyTables(): (table: Table) => Records {
  const tables = new Map<Table, Records>();
  return (table) => {
    const known = tables.get(table) ?? new Map();
    tables.set(table, known);
    return known;
  };
}

/** The records whose keys begin with this, in the order of the keys. */
export const entriesOf = (records: Records, prefix: string): [key: string, value: unknown][] =>
  keysFrom(records, prefix)
    .sort()
    .map((key) => [key, copyOf(records.get(key))]);

const keysFrom = (records: Records, prefix: string): string[] =>
  [...records.keys()].filter((key) => key.startsWith(prefix));

/** Carries out all changes or none. Answers how to take them back. */
export function apply(changes: readonly StoreChange[], records: (table: Table) => Records): () => void {
  const undo: (() => void)[] = [];
  const back = () => {
    for (const step of undo.reverse()) step();
  };
  const set = (table: Table, key: string, value: unknown) => {
    const map = records(table);
    const [had, old] = [map.has(key), map.get(key)];
    undo.push(() => (had ? map.set(key, old) : map.delete(key)));
    if (value === undefined) map.delete(key);
    else map.set(key, copyOf(value));
  };
  try {
    for (const change of changes) {
      const { kind, table } = change;
      if (kind === 'clear') {
        for (const each of keysFrom(records(table), change.prefix)) set(table, each, undefined);
      } else if (kind === 'remove') {
        set(table, change.key, undefined);
      } else {
        if (kind === 'add' && records(table).has(change.key)) throw storeError('STORE_CONFLICT');
        set(table, change.key, change.value);
      }
    }
  } catch (thrown) {
    back();
    throw thrown;
  }
  return back;
}
