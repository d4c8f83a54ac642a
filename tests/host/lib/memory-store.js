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
      if (value !== undefined) carryOut([{ kind: value === null ? 'remove' : 'put', table, key, value }]);
      return value !== undefined;
    },
    close() {},
  };
}

/** One whose reads of a table go on when they are let go: `hold()` holds those that come, and answers what lets them go. */
export function heldStore(table) {
  const kept = memoryStore();
  let held = null;
  const hold = () => {
    let go = () => {};
    held = new Promise((resolve) => {
      go = resolve;
    });
    return () => {
      held = null;
      go();
    };
  };
  const entries = async (of, prefix) => {
    const [found, goesOn] = [await kept.entries(of, prefix), of === table && held];
    await goesOn;
    return found;
  };
  return { kept, hold, store: { ...kept, entries } };
}
