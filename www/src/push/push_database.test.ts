import { expect, test, vi } from 'vitest';

const NAME = 'case-connectors-dashboard/pushes';
const ITEM = { caseId: 'c-a', title: 'A', connectorId: 'jira' };

/** A database as the version before left it, with what keeps it open. */
async function before(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    for (const name of ['queue', 'marks', 'history', 'exchanges'])
      request.result.createObjectStore(name, { autoIncrement: true });
  };
  const database = await new Promise<IDBDatabase>((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  const transaction = database.transaction(['queue', 'marks', 'history'], 'readwrite');
  const queue = transaction.objectStore('queue');
  queue.put({ ...ITEM, key: 'second', order: 1, result: null }, 'second');
  queue.put({ ...ITEM, key: 'first', order: 0, result: null }, 'first');
  queue.put({ ...ITEM, key: 'done', order: 2, result: { state: 'complete' } }, 'done');
  transaction.objectStore('marks').put(true, 'queue is paused');
  transaction.objectStore('history').put({ id: 'kept' }, 'kept');
  await new Promise((done) => {
    transaction.oncomplete = done;
  });
  return database;
}

test('what the version before had queued is left for the package, once no tab of that version is in the way', async () => {
  const older = await before();
  const { isBlocked, LEFT_QUEUE, readFrom } = await import('./push_database');
  const reading = readFrom('marks', (store) => store.getAllKeys());
  await vi.waitFor(() => expect(isBlocked.get()).toBe(true));
  older.close();
  expect(await reading).toEqual([LEFT_QUEUE]);
  expect(isBlocked.get()).toBe(false);
  const left = await readFrom<{ items: { key: string }[]; isPaused: boolean }>('marks', (store) =>
    store.get(LEFT_QUEUE),
  );
  expect(left?.isPaused).toBe(true);
  expect(left?.items.map(({ key }) => key)).toEqual(['first', 'second']);
  expect(await readFrom('history', (store) => store.getAll())).toEqual([{ id: 'kept' }]);

  // A newer version is let in, and this one opens it again as long as it can.
  const deleting = indexedDB.deleteDatabase(NAME);
  await new Promise((done, blocked) => {
    deleting.onsuccess = done;
    deleting.onblocked = blocked;
  });
  expect(await readFrom('history', (store) => store.getAll())).toEqual([]);
});
