// A store as a host of one's own would have it. The package's own stores are tested by themselves: here the store must be one that can be told to fail.

const copy = (value) => structuredClone(value);

/** An error as a store rejects with it. */
export const storeError = (code, message) => Object.assign(new Error(message), { code });

export function memoryStore() {
  const tables = new Map();
  const records = (table) => {
    if (!tables.has(table)) tables.set(table, new Map());
    return tables.get(table);
  };
  const beginning = (table, prefix) => [...records(table).keys()].filter((key) => key.startsWith(prefix)).sort();
  const apply = ({ kind, table, key, value }) => {
    if (kind !== 'delete') records(table).set(key, copy(value));
    else for (const each of beginning(table, key)) records(table).delete(each);
  };
  return {
    async get(table, key) {
      return copy(records(table).get(key));
    },
    async entries(table, prefix) {
      return beginning(table, prefix).map((key) => [key, copy(records(table).get(key))]);
    },
    async write(changes) {
      const isTaken = ({ kind, table, key }) => kind === 'add' && records(table).has(key);
      if (changes.some(isTaken)) throw storeError('STORE_CONFLICT', 'The key is taken.');
      changes.forEach(apply);
    },
    async exchange(table, key, change) {
      const value = change(copy(records(table).get(key)));
      if (value !== undefined) apply({ kind: 'put', table, key, value });
      return value !== undefined;
    },
    close() {},
  };
}
