// A store as a host of one's own would have it, which tests make fail: double.test.js says that it is one. The package's own are tested
// by themselves.

/** An error as a store rejects with it. */
export const storeError = (code, message) => Object.assign(new Error(message), { code });

function copy(value) {
  try {
    return structuredClone(value);
  } catch (cause) {
    throw storeError('STORE_FAILED', cause.message);
  }
}

const beginning = (records, prefix) => [...records.keys()].filter((key) => key.startsWith(prefix)).sort();

/** Carries out a change. */
function apply(records, { kind, key, prefix, value }) {
  if (kind === 'clear') for (const each of beginning(records, prefix)) records.delete(each);
  else if (kind === 'remove') records.delete(key);
  else if (kind === 'add' && records.has(key)) throw storeError('STORE_CONFLICT', 'The key is taken.');
  else records.set(key, copy(value));
}

export function memoryStore() {
  /** By table. */
  let all = new Map();
  const records = (table) => all.get(table) ?? new Map();
  const carryOut = (changes) => {
    const after = new Map(all);
    for (const { table } of changes) after.set(table, new Map(records(table)));
    for (const change of changes) apply(after.get(change.table), change);
    all = after;
  };
  return {
    async get(table, key) {
      return copy(records(table).get(key));
    },
    async entries(table, prefix) {
      return beginning(records(table), prefix).map((key) => [key, copy(records(table).get(key))]);
    },
    async write(changes) {
      carryOut(changes);
    },
    async exchange(table, key, change) {
      const value = change(copy(records(table).get(key)));
      const kind = value === null ? 'remove' : 'put';
      if (value !== undefined) carryOut([{ kind, table, key, value }]);
      return value !== undefined;
    },
    close() {},
  };
}
