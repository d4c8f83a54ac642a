import type { CaseFile } from './case_file';
import { CaseDeleted } from './changed';

/*
 * The cases, kept in this browser over a reload. A real host reads its cases from where they belong, and writes them back
 * there. Where the browser gives no storage, they last as long as the page.
 */

const NAME = 'case-connectors-dashboard';
const CASES = 'cases';
const MARKS = 'marks';
/** Set once the sample cases were put there: who deletes them has seen them. */
const SEEDED = 'seeded';

export type Files = { readonly [key: string]: CaseFile };
/** Cases that are new or changed; `null` is one that is gone. */
export type Changes = { readonly [key: string]: CaseFile | null };

let opened: Promise<IDBDatabase | null> | null = null;

/** `null` where the browser gives no storage. Rejects where there is one that cannot be opened: it may be full of cases. */
function open(): Promise<IDBDatabase | null> {
  opened ??= opening().catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

/** From here on this page has its cases only for itself, and leaves the storage as it is. */
export function goWithoutStorage(): void {
  opened = Promise.resolve(null);
}

async function opening(): Promise<IDBDatabase | null> {
  let request: IDBOpenDBRequest;
  try {
    request = indexedDB.open(NAME, 2);
  } catch {
    return null;
  }
  return new Promise((resolve, reject) => {
    request.onupgradeneeded = () => {
      for (const name of [CASES, MARKS]) {
        if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name);
      }
    };
    request.onsuccess = () => resolve(request.result);
    // So an older Firefox says that it keeps nothing.
    request.onerror = () => (request.error?.name === 'InvalidStateError' ? resolve(null) : reject(request.error));
  });
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  const result = new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  // Where another request of its transaction fails nobody waits for this one any more.
  result.catch(() => {});
  return result;
}

type Work<T> = (cases: IDBObjectStore, marks: IDBObjectStore) => Promise<T>;

/** Does it all or, where it throws, nothing. */
async function inOne<T>(storage: IDBDatabase, mode: IDBTransactionMode, work: Work<T>): Promise<T> {
  const transaction = storage.transaction([CASES, MARKS], mode);
  const ended = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  ended.catch(() => {});
  try {
    const result = await work(transaction.objectStore(CASES), transaction.objectStore(MARKS));
    await ended;
    return result;
  } catch (error) {
    if (transaction.error === null) transaction.abort();
    throw error;
  }
}

const channel = new BroadcastChannel(`${NAME}/cases`);

/** Tells of the cases that another tab has changed. */
export function onChange(listener: (changes: Changes) => void): () => void {
  const hear = async ({ data: keys }: MessageEvent<string[]>) => {
    const storage = await open();
    if (!storage) return;
    const files = await inOne(storage, 'readonly', (cases) =>
      Promise.all(keys.map((key) => done<CaseFile | undefined>(cases.get(key)))),
    );
    listener(Object.fromEntries(keys.map((key, at) => [key, files[at] ?? null])));
  };
  const heard = (event: MessageEvent<string[]>) => void hear(event).catch(() => {});
  channel.addEventListener('message', heard);
  return () => channel.removeEventListener('message', heard);
}

export async function readAll(): Promise<{ files: Files; isSeeded: boolean }> {
  const storage = await open();
  if (!storage) return { files: {}, isSeeded: false };
  return inOne(storage, 'readonly', async (cases, marks) => {
    const [files, seeded] = await Promise.all([allOf(cases), done<unknown>(marks.get(SEEDED))]);
    return { files, isSeeded: seeded === true };
  });
}

async function allOf(cases: IDBObjectStore): Promise<Files> {
  const [keys, found] = await Promise.all([done(cases.getAllKeys()), done<CaseFile[]>(cases.getAll())]);
  return Object.fromEntries(found.map((file, at) => [String(keys[at]), file]));
}

/**
 * Puts the samples there whose keys are free, unless somebody has seen them meanwhile, and answers all cases as they are then:
 * other tabs have worked while the samples were fetched.
 */
export async function seed(samples: Files): Promise<Files> {
  const storage = await open();
  if (!storage) return samples;
  const { all, added } = await inOne(storage, 'readwrite', async (cases, marks) => {
    const [stored, seeded] = await Promise.all([allOf(cases), done<unknown>(marks.get(SEEDED))]);
    const isFree = ([key]: [string, CaseFile]) => seeded !== true && !(key in stored);
    const added = Object.entries(samples).filter(isFree);
    await Promise.all(added.map(([key, file]) => done(cases.put(file, key))));
    await done(marks.put(true, SEEDED));
    return { all: { ...Object.fromEntries(added), ...stored }, added: added.map(([key]) => key) };
  });
  channel.postMessage(added);
  return all;
}

/** Puts cases there, in place of those under the same keys. `onPut` is called before anything else can be done with them. */
export async function put(files: Files, isSeed = false, onPut = () => {}): Promise<void> {
  const storage = await open();
  if (!storage) return onPut();
  await inOne(storage, 'readwrite', async (cases, marks) => {
    await Promise.all(Object.entries(files).map(([key, file]) => done(cases.put(file, key))));
    if (isSeed) await done(marks.put(true, SEEDED));
    onPut();
  });
  channel.postMessage(Object.keys(files));
}

/** Changes cases as they are stored now, all or none: they may be others than the page shows. */
export async function change(
  keys: readonly string[],
  edit: (file: CaseFile) => CaseFile,
  shown: Files,
): Promise<Files> {
  const edited = (file: CaseFile | undefined) => {
    if (!file) throw new CaseDeleted();
    return edit(file);
  };
  const storage = await open();
  if (!storage) return Object.fromEntries(keys.map((key) => [key, edited(shown[key])]));
  const files = await inOne(storage, 'readwrite', async (cases) => {
    const stored = await Promise.all(keys.map((key) => done<CaseFile | undefined>(cases.get(key))));
    const files = keys.map((key, at) => [key, edited(stored[at])] as const);
    await Promise.all(files.map(([key, file]) => done(cases.put(file, key))));
    return Object.fromEntries(files);
  });
  channel.postMessage([...keys]);
  return files;
}

/** Removes those of which `isMeant` still says so when it is their turn, and answers their keys. */
export async function remove(
  keys: readonly string[],
  isMeant: (key: string) => boolean = () => true,
): Promise<string[]> {
  const storage = await open();
  if (!storage) return keys.filter(isMeant);
  const removed = await inOne(storage, 'readwrite', async (cases) => {
    // Once this is answered nobody else is at work.
    await done(cases.count());
    const meant = keys.filter(isMeant);
    await Promise.all(meant.map((key) => done(cases.delete(key))));
    return meant;
  });
  channel.postMessage(removed);
  return removed;
}

/** What a case is kept under, and what its address ends with: its id, where that can stand in an address. */
export function keyFor(caseId: string): string {
  return /^[\w-]+$/.test(caseId) && caseId !== 'configure' ? caseId : crypto.randomUUID();
}
