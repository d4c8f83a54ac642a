// A database as the browser keeps it: what the package must find, and what it must not leave there.

const ended = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Opens one past the package, does something and closes it. `make` gets a database that is not there yet, or is older. */
export async function withDatabase(name, act, { version, make } = {}) {
  const opening = indexedDB.open(name, version);
  opening.onupgradeneeded = () => make?.(opening.result);
  const database = await ended(opening);
  try {
    return await act(database);
  } finally {
    database.close();
  }
}

/** Changes tables in one transaction: `edit` is called with an object store for each. */
export const change = (name, tables, edit) =>
  withDatabase(name, async (database) => {
    const transaction = database.transaction(tables, 'readwrite');
    await edit(...tables.map((table) => transaction.objectStore(table)));
    await new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error);
    });
  });

/** Changes the one record of a table. */
export const changeOnly = (name, table, edit) =>
  change(name, [table], (store) => {
    store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      const { value } = cursor;
      edit(value);
      cursor.update(value);
    };
  });

/** All records of a table. */
export const rows = (name, table) =>
  withDatabase(name, (database) => ended(database.transaction(table).objectStore(table).getAll()));

export const keys = (name, table) =>
  withDatabase(name, (database) => ended(database.transaction(table).objectStore(table).getAllKeys()));

/** Everything in a database: by table, what lies under which key. */
export const dump = (name) =>
  withDatabase(name, async (database) => {
    const all = {};
    for (const table of database.objectStoreNames) {
      const store = database.transaction(table).objectStore(table);
      const [keys, values] = await Promise.all([ended(store.getAllKeys()), ended(store.getAll())]);
      all[table] = keys.map((key, n) => [key, values[n]]);
    }
    return all;
  });

/** Does something while the method of an object, or the member, is another one. */
export async function withMember(object, name, value, act) {
  const own = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
  try {
    return await act();
  } finally {
    if (own) Object.defineProperty(object, name, own);
    else delete object[name];
  }
}

/** While this runs, every write fails as a browser's would with this name. */
export const withFailingWrites = (name, message, act) =>
  withMember(
    IDBObjectStore.prototype,
    'put',
    () => {
      throw new DOMException(message, name);
    },
    act,
  );
