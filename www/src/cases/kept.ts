import type { CaseFile } from './case_file';

/*
 * The opened cases, kept in this browser over a reload. A real host reads its cases from where they belong, and writes
 * them back there. Where the browser gives no storage, they last as long as the page.
 */

const NAME = 'case-connectors-dashboard';
const CASES = 'cases';
/** The case that this tab shows. */
const CURRENT = `${NAME}/case`;

export type Files = { readonly [key: string]: CaseFile };

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(CASES);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const channel = new BroadcastChannel(`${NAME}/cases`);

/** Tells of the cases that another tab has changed; `undefined` where it has closed them all. */
export function onChange(listener: (key?: string, file?: CaseFile) => void): () => void {
  const hear = async ({ data }: MessageEvent<{ key?: string }>) => {
    if (data.key === undefined) return listener();
    const cases = (await open()).transaction(CASES).objectStore(CASES);
    const file = await done<CaseFile | undefined>(cases.get(data.key));
    if (file) listener(data.key, file);
  };
  const heard = (event: MessageEvent<{ key?: string }>) => void hear(event).catch(() => {});
  channel.addEventListener('message', heard);
  return () => channel.removeEventListener('message', heard);
}

export async function readAll(): Promise<Files> {
  try {
    const cases = (await open()).transaction(CASES).objectStore(CASES);
    const [keys, files] = await Promise.all([done(cases.getAllKeys()), done<CaseFile[]>(cases.getAll())]);
    return Object.fromEntries(keys.map((key, at) => [String(key), files[at]!]));
  } catch {
    return {};
  }
}

export async function keep(key: string, file: CaseFile): Promise<void> {
  try {
    const cases = (await open()).transaction(CASES, 'readwrite').objectStore(CASES);
    await done(cases.put(file, key));
    channel.postMessage({ key });
  } catch {
    // It lasts as long as the page.
  }
}

export async function forgetAll(): Promise<void> {
  try {
    await done((await open()).transaction(CASES, 'readwrite').objectStore(CASES).clear());
    channel.postMessage({});
  } catch {
    // There was nothing to forget.
  }
}

export function currentKey(): string | null {
  try {
    return sessionStorage.getItem(CURRENT);
  } catch {
    return null;
  }
}

export function keepCurrentKey(key: string): void {
  try {
    sessionStorage.setItem(CURRENT, key);
  } catch {
    // A reload then shows the list of cases.
  }
}
