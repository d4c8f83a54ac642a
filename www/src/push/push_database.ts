import { createStore } from '../shared/store';

/*
 * What the dashboard keeps of its pushes, beside what the package keeps: the history, and the requests. A
 * database of its own, so that it can be wiped as a whole. Where the browser gives no storage, all of it lasts as long
 * as the page.
 */

const NAME = 'case-connectors-dashboard/pushes';
const STORES = ['marks', 'history', 'exchanges'] as const;
const VERSION = 2;

/** The mark of what version 1 had queued: the package's queue takes it over. */
export const LEFT_QUEUE = 'left in the queue';

type StoreName = (typeof STORES)[number];

const channel = new BroadcastChannel(NAME);
const listeners = new Set<(name: StoreName) => void>();

/** Whether a tab with an older version of this page keeps the database from being opened. */
export const isBlocked = createStore(false);

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion === 1) leaveQueue(request.result, request.transaction);
      // The keys grow, so that what was kept first is read first.
      else for (const name of STORES) request.result.createObjectStore(name, { autoIncrement: true });
    };
    // It opens by itself once that tab is gone.
    request.onblocked = () => isBlocked.change(() => true);
    request.onsuccess = () => {
      isBlocked.change(() => false);
      const database = request.result;
      // Another tab brings a newer version: let it, rather than block it for ever.
      database.onversionchange = () => {
        database.close();
        opened = null;
      };
      resolve(database);
    };
    request.onerror = () => {
      opened = null;
      reject(request.error);
    };
  });
  return opened;
}

/** Version 1 had a queue of its own. What was still to be done in it stays, until the package's queue has it. */
function leaveQueue(database: IDBDatabase, transaction: IDBTransaction | null): void {
  if (!transaction) return;
  const [queue, marks] = ['queue', 'marks'].map((name) => transaction.objectStore(name)) as [
    IDBObjectStore,
    IDBObjectStore,
  ];
  const wasPaused = marks.get('queue is paused');
  const all = queue.getAll();
  all.onsuccess = () => {
    const items = (all.result as { order: number; result: unknown }[])
      .filter(({ result }) => !result)
      .sort((a, b) => a.order - b.order);
    if (items.length > 0) marks.put({ items, isPaused: wasPaused.result === true }, LEFT_QUEUE);
    marks.delete('queue is paused');
    database.deleteObjectStore('queue');
  };
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** `null` where there is no storage. */
export async function readFrom<T>(name: StoreName, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  try {
    const transaction = (await open()).transaction(name);
    const request = work(transaction.objectStore(name));
    await ended(transaction);
    return request.result;
  } catch {
    return null;
  }
}

/** Writes, and tells the other tabs. Answers whether it is kept; else it lasts as long as the page. */
export async function writeTo(name: StoreName, work: (store: IDBObjectStore) => void): Promise<boolean> {
  try {
    const transaction = (await open()).transaction(name, 'readwrite');
    work(transaction.objectStore(name));
    await ended(transaction);
    channel.postMessage(name);
    for (const hear of listeners) hear(name);
    return true;
  } catch {
    return false;
  }
}

/** Deletes what is about these cases, or everything. */
export function forget(name: StoreName, caseIds?: readonly string[]): Promise<boolean> {
  return writeTo(name, (store) => {
    if (!caseIds) return void store.clear();
    const cursor = store.openCursor();
    cursor.onsuccess = () => {
      const at = cursor.result;
      if (!at) return;
      if (caseIds.includes((at.value as { caseId: string }).caseId)) at.delete();
      at.continue();
    };
  });
}

/** Hears of what another tab has written. */
function onChangeElsewhere(names: readonly StoreName[], listener: () => void): () => void {
  const hear = ({ data }: MessageEvent<StoreName>) => names.includes(data) && listener();
  channel.addEventListener('message', hear);
  return () => channel.removeEventListener('message', hear);
}

/** Hears of what any tab has written, this one included. */
export function onChange(name: StoreName, listener: () => void): () => void {
  const hear = (changed: StoreName) => changed === name && listener();
  const leave = onChangeElsewhere([name], listener);
  listeners.add(hear);
  return () => {
    listeners.delete(hear);
    leave();
  };
}
