// What the store in files does with single files, and how the system's errors are told.
import { randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type StoreCode, storeError } from './store.js';

const BY_CODE: Record<string, StoreCode> = {
  ENOSPC: 'STORE_FULL',
  EDQUOT: 'STORE_FULL',
  EFBIG: 'STORE_FULL',
  EROFS: 'STORE_UNAVAILABLE',
  EACCES: 'STORE_UNAVAILABLE',
  EPERM: 'STORE_UNAVAILABLE',
  ENOTDIR: 'STORE_UNAVAILABLE',
  EEXIST: 'STORE_UNAVAILABLE',
  // What a file system without hard links says.
  ENOTSUP: 'STORE_UNAVAILABLE',
  EOPNOTSUPP: 'STORE_UNAVAILABLE',
  ENOSYS: 'STORE_UNAVAILABLE',
};

const codeOf = (thrown: unknown) => (thrown as { code?: unknown } | null)?.code;

/** The error of a store for one of the system's. */
export function failure(thrown: unknown, path: string): unknown {
  const { code, message, syscall } = thrown as NodeJS.ErrnoException;
  // Ours already, or none of the system's.
  if (!syscall) return thrown;
  return storeError(BY_CODE[code ?? ''] ?? 'STORE_FAILED', `The system says: ${message} (${path})`, thrown);
}

/** The text of a file; `null` where there is none. */
export async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}

/** What is made of the value that a file of ours holds; where it is none, or nothing can be made of it, the error names the file. */
export function parsed<T, Made>(
  text: string,
  path: string,
  isOurs: (value: Partial<T>) => boolean,
  make: (value: T) => Made,
): Made {
  try {
    const value = JSON.parse(text) as T;
    if (isOurs(value as Partial<T>)) return make(value);
  } catch {
    // Told below.
  }
  throw storeError('STORE_FAILED', `${path} is damaged, or no file of this store.`);
}

/** The numbers that are the names of files in a folder, in their order. */
export async function numbersIn(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  const numbers = names.filter((name) => /^\d{12}$/.test(name)).map(Number);
  return numbers.sort((a, b) => a - b);
}

export const named = (folder: string, number: number) => join(folder, String(number).padStart(12, '0'));

/** A text on the disk, under a name that is not its own yet. */
export class Draft {
  #path: string | null = null;

  constructor(
    readonly folder: string,
    readonly text: string,
  ) {}

  /** Gives it this name, for good; `false` where the name is taken. */
  async publish(path: string): Promise<boolean> {
    for (;;) {
      this.#path ??= await this.#write();
      try {
        const isNew = await linked(this.#path, path);
        // Also where it was taken: what is written next builds on what the other one wrote.
        await syncFolder(this.folder);
        return isNew;
      } catch (thrown) {
        if (codeOf(thrown) !== 'ENOENT') throw thrown;
        // Somebody took it for a leftover.
        this.#path = null;
      }
    }
  }

  /** Takes the place of what has this name. */
  async replace(path: string): Promise<void> {
    this.#path ??= await this.#write();
    await rename(this.#path, path);
    this.#path = null;
    await syncFolder(this.folder);
  }

  async remove(): Promise<void> {
    if (this.#path !== null) await discard(this.#path);
  }

  async #write(): Promise<string> {
    const path = join(this.folder, `.${process.pid}-${randomUUID()}`);
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(this.text);
      await file.sync();
    } catch (thrown) {
      await discard(path);
      throw thrown;
    } finally {
      await file.close();
    }
    return path;
  }
}

async function linked(path: string, name: string): Promise<boolean> {
  try {
    await link(path, name);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

/** Removes what processes that are no more have left of their drafts. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = /^\.(\d+)-/.exec(name) ?? [];
    if (pid && !isRunning(Number(pid))) await discard(join(folder, name));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    return codeOf(thrown) !== 'ESRCH';
  }
}

/** Removes a file that is of no more use, if it can. */
export const discard = (path: string): Promise<void> => unlink(path).catch(() => {});

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing, and refuses it.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
