// Databases that an earlier version of the package has left.
import layout2 from '../../fixtures/database/layout-2.json';
import { change, withDatabase } from './database.js';

const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Bytes stand as `{ "$base64": … }` in JSON. */
function revived(value) {
  if (typeof value !== 'object' || value === null) return value;
  if ('$base64' in value) return fromBase64(value.$base64);
  if (Array.isArray(value)) return value.map(revived);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, revived(member)]));
}

/** What was written then, and `database`: by table, what lies under which key. */
export const LAYOUT_2 = { ...layout2, database: revived(layout2.database) };

/** Makes it the database of this name. */
export async function restore({ layout, database }, name) {
  const tables = Object.keys(database);
  const make = (made) => {
    for (const table of tables) made.createObjectStore(table);
  };
  await withDatabase(name, () => {}, { version: layout, make });
  await change(name, tables, (...stores) => {
    stores.forEach((store, n) => {
      for (const [key, value] of database[tables[n]]) store.put(value, key);
    });
  });
}
