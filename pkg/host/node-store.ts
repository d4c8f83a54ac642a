// A store in files, for Node. Several processes of one machine may share it, and each may end at any moment.
//
// Each write is a file of its own in log/, named by its number. It is written under another name, brought to the disk, and then
// linked: a link fails where the name is taken, so of two writers of one number one is second, reads what the other wrote, and
// tries the next number. Every so many writes somebody puts all that is stored into a file of snapshots/, named by the number of
// the last write in it. The last two snapshots stay, and of the log what is later than the earlier one: the *floor*.
//
// A file for each write, and no database: Node has one only from 22.5 on, and other packages bring programs for each system.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkArguments } from './arguments.js';
import { decode, encode } from './file-values.js';
import { Draft, discard, failure, named, numbersIn, parsed, removeLeftovers, textOf } from './files.js';
import { apply, emptyTables, entriesOf } from './memory-store.js';
import { copyOf, exchanged, LAYOUT, type Store, type StoreChange, storeError, TABLES, type Table } from './store.js';

/** The version of how files lie there. */
const FORMAT = 1;

/** Keeps everything in this directory, which it makes where there is none: for `CaseConnectors.open({ store })`. */
export function fileStore(directory: string): Store {
  checkArguments('fileStore', [directory]);
  return storeInFiles(directory, 500);
}

/** The same with a snapshot after each so many writes. */
export function storeInFiles(directory: string, perSnapshot: number): Store {
  const log = new Log(directory, perSnapshot);
  return {
    get: (table, key) => log.inTurn(async () => copyOf((await log.current())(table).get(key))),
    entries: (table, prefix) => log.inTurn(async () => entriesOf((await log.current())(table), prefix)),
    write: (changes) => log.write(changes),
    exchange: (table, key, change) =>
      log.inTurn(() =>
        log.append((records) => {
          const value = change(copyOf(records(table).get(key)));
          return value === undefined ? null : [exchanged(table, key, value)];
        }),
      ),
    close: () => log.close(),
  };
}

type Tables = ReturnType<typeof emptyTables>;
/** A change as it lies in a log. That of layout 3 and before has one kind of deletion. */
type Logged = StoreChange | { kind: 'delete'; table: Table; key: string };
const asChange = (logged: Logged): StoreChange =>
  logged.kind === 'delete' ? { kind: 'clear', table: logged.table, prefix: logged.key } : logged;

/** A write whose turn has not come. */
interface Waiting {
  changes: readonly StoreChange[];
  resolve(): void;
  reject(thrown: unknown): void;
}

type Write = { number: number; changes: unknown[] };
type Snapshot = { number: number; tables: Record<string, [string, unknown][]> };

/** The changes of writes as one, without those that cannot be carried out: each is carried out as a whole or not at all. */
function together(batch: readonly Waiting[], records: Tables, refused: Map<Waiting, unknown>): StoreChange[] | null {
  const undo: (() => void)[] = [];
  const made: StoreChange[] = [];
  for (const it of batch) {
    try {
      encode(it.changes);
      undo.push(apply(it.changes, records));
      made.push(...it.changes);
    } catch (thrown) {
      refused.set(it, thrown);
    }
  }
  for (const back of undo.reverse()) back();
  return made.length > 0 ? made : null;
}

class Log {
  readonly #writes: string;
  readonly #snapshots: string;
  #records: Tables = emptyTables();
  /** The number of the last write in `#records`. */
  #head = 0;
  /** The number of the last snapshot that was seen. */
  #newest = 0;
  #opened: Promise<void> | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #waiting: Waiting[] = [];

  constructor(
    readonly directory: string,
    readonly perSnapshot: number,
  ) {
    this.#writes = join(directory, 'log');
    this.#snapshots = join(directory, 'snapshots');
  }

  /** One thing after the other in this process. What was asked for before it was closed is still done. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosed)
      throw storeError('STORE_FAILED', 'It was closed: pass a new fileStore(directory) to each host.');
    const done = this.#last.then(async () => {
      try {
        this.#opened ??= this.#open();
        await this.#opened;
        return await work();
      } catch (thrown) {
        throw failure(thrown, this.directory);
      }
    });
    // A snapshot is for the next one to wait for, and no matter of this one.
    this.#last = done.then(
      () => this.#compact().catch(() => {}),
      () => {},
    );
    return done;
  }

  /** Resolves when what was asked for before is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
  }

  /** Writes changes, in one file with those that others ask for until it is their turn: the disk is waited for once. */
  async write(changes: readonly StoreChange[]): Promise<void> {
    if (changes.length === 0 && !this.#isClosed) return;
    const written = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ changes, resolve, reject });
    });
    if (this.#waiting.length === 1) {
      this.inTurn(() => this.#writeWaiting()).catch((thrown) => {
        for (const { reject } of this.#waiting.splice(0)) reject(thrown);
      });
    }
    return written;
  }

  async #writeWaiting(): Promise<void> {
    const batch = this.#waiting.splice(0);
    let refused = new Map<Waiting, unknown>();
    try {
      await this.append((records) => {
        refused = new Map();
        return batch.length === 1 ? (batch[0]?.changes ?? null) : together(batch, records, refused);
      });
    } catch (thrown) {
      for (const { reject } of batch) reject(failure(thrown, this.directory));
      return;
    }
    for (const it of batch) {
      if (refused.has(it)) it.reject(failure(refused.get(it), this.directory));
      else it.resolve();
    }
  }

  /** What is stored now, by whichever process. */
  async current(): Promise<Tables> {
    for (;;) {
      const before = this.#head;
      for (let text = await this.#next(); text !== null; text = await this.#next()) {
        const path = named(this.#writes, this.#head + 1);
        parsed<Write, unknown>(
          text,
          path,
          ({ number }) => number === this.#head + 1,
          ({ changes }) => apply((decode(changes) as Logged[]).map(asChange), this.#records),
        );
        this.#head += 1;
      }
      const { floor, newest } = await this.#kept();
      // What lies below the floor may have gaps, or stand in one.
      if (before >= floor) return this.#records;
      [this.#records, this.#head] = [emptyTables(), 0];
      await this.#load(newest);
    }
  }

  /** Writes what `changes` makes of what is stored, unless that is nothing. Answers whether it did. */
  async append(changes: (records: Tables) => readonly StoreChange[] | null): Promise<boolean> {
    let draft: Draft | null = null;
    try {
      for (;;) {
        const records = await this.current();
        const made = changes(records);
        if (made === null) return false;
        const number = this.#head + 1;
        const undo = apply(made, records);
        try {
          const text = JSON.stringify({ number, changes: encode(made) });
          await draft?.remove();
          draft = new Draft(this.#writes, text);
          if (await draft.publish(named(this.#writes, number))) {
            // So many others came between that ours may stand in a gap.
            if ((await this.#kept()).floor >= number) throw storeError('STORE_FAILED', 'It may be written or not.');
            this.#head = number;
            return true;
          }
          undo();
        } catch (thrown) {
          undo();
          throw thrown;
        }
      }
    } finally {
      await draft?.remove();
    }
  }

  #next(): Promise<string | null> {
    return textOf(named(this.#writes, this.#head + 1));
  }

  async #kept(): Promise<{ floor: number; newest: number }> {
    const numbers = await numbersIn(this.#snapshots);
    this.#newest = numbers.at(-1) ?? 0;
    return { floor: numbers.at(-2) ?? 0, newest: this.#newest };
  }

  async #load(number: number): Promise<void> {
    const path = named(this.#snapshots, number);
    const text = await textOf(path);
    // There is a newer one by now.
    if (text === null) return;
    this.#records = parsed<Snapshot, Tables>(
      text,
      path,
      (it) => it.number === number,
      ({ tables }) => {
        const records = emptyTables();
        for (const [table, entries] of Object.entries(tables)) {
          for (const [key, value] of entries) records(table as Table).set(key, decode(value));
        }
        return records;
      },
    );
    this.#head = number;
  }

  async #compact(): Promise<void> {
    const number = this.#head;
    if (number - this.#newest < this.perSnapshot) return;
    const tables: Snapshot['tables'] = {};
    for (const table of Object.keys(TABLES) as Table[]) {
      tables[table] = [...this.#records(table)].map(([key, value]) => [key, encode(value)]);
    }
    const draft = new Draft(this.#snapshots, JSON.stringify({ number, tables }));
    try {
      await draft.publish(named(this.#snapshots, number));
    } finally {
      await draft.remove();
    }
    const { floor } = await this.#kept();
    for (const old of await numbersIn(this.#snapshots)) if (old < floor) await discard(named(this.#snapshots, old));
    for (const old of await numbersIn(this.#writes)) if (old <= floor) await discard(named(this.#writes, old));
  }

  async #open(): Promise<void> {
    try {
      for (const folder of [this.directory, this.#writes, this.#snapshots]) {
        await mkdir(folder, { recursive: true, mode: 0o700 });
      }
      await this.#mark();
      for (const folder of [this.directory, this.#writes, this.#snapshots]) await removeLeftovers(folder);
      await this.#load((await this.#kept()).newest);
      const last = (await numbersIn(this.#writes)).at(-1) ?? 0;
      await this.current();
      if (this.#head < last) {
        const missing = named(this.#writes, this.#head + 1);
        throw storeError('STORE_FAILED', `${missing} is missing, though there are later ones.`);
      }
    } catch (thrown) {
      // The next one tries again.
      this.#opened = null;
      throw thrown;
    }
  }

  /** Says by which version this is written; one of a newer version stays as it is. */
  async #mark(): Promise<void> {
    const path = join(this.directory, 'store.json');
    const ours = { format: FORMAT, layout: LAYOUT };
    const text = await textOf(path);
    if (text !== null) {
      const isMark = ({ format, layout }: Partial<typeof ours>) =>
        typeof format === 'number' && typeof layout === 'number';
      const { format, layout } = parsed<typeof ours, typeof ours>(text, path, isMark, (mark) => mark);
      if (format > FORMAT || layout > LAYOUT) throw storeError('STORE_TOO_NEW');
      if (format === FORMAT && layout === LAYOUT) return;
    }
    const draft = new Draft(this.directory, JSON.stringify(ours));
    try {
      if (text === null) await draft.publish(path);
      else await draft.replace(path);
    } finally {
      await draft.remove();
    }
  }
}
