/*
 * What the dashboard keeps of its pushes, beside what the package keeps: the queue, the history, and the requests. A
 * database of its own, so that it can be wiped as a whole. Where the browser gives no storage, all of it lasts as long
 * as the page.
 */

const NAME = 'case-connectors-dashboard/pushes';
const STORES = ['queue', 'marks', 'history', 'exchanges'] as const;

type StoreName = (typeof STORES)[number];

const channel = new BroadcastChannel(NAME);
const listeners = new Set<(name: StoreName) => void>();

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    // The keys grow, so that what was kept first is read first.
    request.onupgradeneeded = () => {
      for (const name of STORES) request.result.createObjectStore(name, { autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
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
export function onChangeElsewhere(names: readonly StoreName[], listener: () => void): () => void {
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
