// A store that is gone with the process.
import { copyOf, type Store, type StoreChange, storeError, type Table } from './store.js';

type Records = Map<string, unknown>;

export function memoryStore(): Store {
  const tables = new Map<Table, Records>();
  const records = (table: Table): Records => {
    const known = tables.get(table) ?? new Map();
    tables.set(table, known);
    return known;
  };

  return {
    async get(table, key) {
      return copyOf(records(table).get(key));
    },
    async entries(table, prefix) {
      const keys = keysFrom(records(table), prefix).sort();
      return keys.map((key) => [key, copyOf(records(table).get(key))]);
    },
    async write(changes) {
      apply(changes, records);
    },
    async exchange(table, key, change) {
      const value = change(copyOf(records(table).get(key)));
      if (value === undefined) return false;
      apply([{ kind: 'put', table, key, value }], records);
      return true;
    },
    close() {},
  };
}

/** The keys that begin with this, in any order. */
export const keysFrom = (records: ReadonlyMap<string, unknown>, prefix: string): string[] =>
  [...records.keys()].filter((key) => key.startsWith(prefix));

/** Carries out all changes or none. */
export function apply(changes: readonly StoreChange[], records: (table: Table) => Records): void {
  const undo: (() => void)[] = [];
  const set = (table: Table, key: string, value: unknown) => {
    const map = records(table);
    const [had, old] = [map.has(key), map.get(key)];
    undo.push(() => (had ? map.set(key, old) : map.delete(key)));
    if (value === undefined) map.delete(key);
    else map.set(key, copyOf(value));
  };
  for (const change of changes) {
    const { kind, table, key } = change;
    if (kind === 'delete') {
      for (const each of keysFrom(records(table), key)) set(table, each, undefined);
    } else if (kind === 'add' && records(table).has(key)) {
      for (const back of undo.reverse()) back();
      throw storeError('STORE_CONFLICT');
    } else {
      set(table, key, change.value);
    }
  }
}
