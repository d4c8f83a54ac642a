// What every store must do, for whoever writes one. Free of a test framework: each test rejects where the store falls short.
//
//   import { storeTests } from 'case-connectors/store-test';
//   for (const { name, run } of storeTests({ open: (place) => myStore(place), keeps: true })) test(name, run);
import type { Store, StoreChange, Table } from './store.js';

export type { Locks } from './locks.js';
export type { Store, StoreChange, StoreCode, Table } from './store.js';

/** A store under test. */
export interface StoreUnderTest {
  /** Opens the store at this place, a name that was not used before or, where a test opens it again, the same. */
  open(place: string): Store | Promise<Store>;
  /** Whether it keeps what is in it when it is closed and opened again. */
  keeps: boolean;
}

export interface StoreTest {
  name: string;
  run(): Promise<void>;
}

/** The tests. Each opens places of its own. */
export function storeTests({ open, keeps }: StoreUnderTest): StoreTest[] {
  const test = (name: string, body: (store: Store, again: () => Promise<Store>) => Promise<void>): StoreTest => ({
    name,
    async run() {
      const place = `store-test-${Math.random().toString(36).slice(2)}`;
      const opened: Store[] = [];
      const again = async () => {
        const store = await open(place);
        opened.push(store);
        return store;
      };
      try {
        await body(await again(), again);
      } finally {
        for (const store of opened) await store.close();
      }
    },
  });

  const tests = [
    test('answers nothing where nothing is', async (store) => {
      same(await store.get('journal', 'a'), undefined);
      same(await store.entries('journal', ''), []);
    }),
    test('keeps tables apart', async (store) => {
      await store.write([put('journal', 'a', 1), put('pending', 'a', 2)]);
      same([await store.get('journal', 'a'), await store.get('pending', 'a')], [1, 2]);
      await store.write([{ kind: 'clear', table: 'journal', prefix: '' }]);
      same([await store.get('journal', 'a'), await store.get('pending', 'a')], [undefined, 2]);
    }),
    test('has every table', async (store) => {
      const tables: Table[] = [
        ...(['connectors', 'settings', 'choices', 'journal', 'pending', 'secrets'] as const),
        ...(['keys', 'pauses', 'leases', 'aside', 'results', 'cases', 'fields'] as const),
      ];
      await store.write(tables.map((table) => put(table, 'a', table)));
      for (const table of tables) same(await store.entries(table, ''), [['a', table]]);
    }),
    test('orders keys by their UTF-16 code units', async (store) => {
      const keys = [
        '',
        '\u0000',
        'B',
        'a',
        'a\u0000',
        'a\u0000b',
        'a1',
        'a10',
        'a2',
        'é',
        '中',
        '\u{1f600}',
        '\ufb01',
        '\uffff',
      ];
      const mixed = [...keys].sort((a, b) => (hash(a) < hash(b) ? -1 : 1));
      await store.write(mixed.map((key) => put('journal', key, `of ${key}`)));
      same(
        await store.entries('journal', ''),
        keys.map((key) => [key, `of ${key}`]),
      );
    }),
    test('keeps keys and texts as they are, also halves of surrogate pairs', async (store) => {
      await store.write([put('journal', 'a\ud83d', 'b\ude00'), put('journal', 'e\u0301', 'é')]);
      same(await store.entries('journal', ''), [
        ['a\ud83d', 'b\ude00'],
        ['e\u0301', 'é'],
      ]);
    }),
    test('reads what begins with a prefix, and no more', async (store) => {
      const keys = ['a', 'a\u0000', 'a\u0000b', 'a\uffff', 'a\uffff\uffffz', 'ab', 'b', '\uffff', '\uffff\uffff'];
      await store.write(keys.map((key) => put('journal', key, 0)));
      for (const prefix of ['', 'a', 'a\u0000', 'a\uffff', 'ab', 'b', '\uffff', 'c']) {
        const found = (await store.entries('journal', prefix)).map(([key]) => key);
        same(found, keys.filter((key) => key.startsWith(prefix)).sort(), `prefix ${JSON.stringify(prefix)}`);
      }
    }),
    test('clears what begins with a prefix, and no more', async (store) => {
      const keys = ['a', 'a\u0000', 'a\u0000b', 'a\uffff', 'a\uffff\uffffz', 'ab', 'b'];
      for (const prefix of ['a\u0000', 'a\uffff', 'ab', 'a', '']) {
        await store.write(keys.map((key) => put('journal', key, 0)));
        await store.write([{ kind: 'clear', table: 'journal', prefix }]);
        const left = (await store.entries('journal', '')).map(([key]) => key);
        same(left, keys.filter((key) => !key.startsWith(prefix)).sort(), `prefix ${JSON.stringify(prefix)}`);
      }
    }),
    test('removes what lies under one key, and not what begins with it', async (store) => {
      const keys = ['', 'a', 'a\u0000', 'a\u0000b', 'ab', 'b'];
      for (const key of ['a', 'a\u0000', '']) {
        await store.write(keys.map((each) => put('journal', each, 0)));
        await store.write([{ kind: 'remove', table: 'journal', key }]);
        const left = (await store.entries('journal', '')).map(([each]) => each);
        same(left, keys.filter((each) => each !== key).sort(), `key ${JSON.stringify(key)}`);
      }
      await store.write([{ kind: 'remove', table: 'journal', key: 'of nobody' }]);
    }),
    test('replaces what it puts', async (store) => {
      await store.write([put('settings', 'a', { old: true, both: 1 })]);
      await store.write([put('settings', 'a', { both: 2 })]);
      same(await store.get('settings', 'a'), { both: 2 });
    }),
    test('refuses to add under a key that is taken, and then carries out none of the changes', async (store) => {
      await store.write([add('journal', 'b', 'first'), put('settings', 's', 'old')]);
      const changes: StoreChange[] = [
        put('settings', 's', 'new'),
        add('journal', 'a', 1),
        { kind: 'remove', table: 'settings', key: 's' },
        add('journal', 'b', 'second'),
        put('journal', 'c', 1),
      ];
      await refused(store.write(changes), 'STORE_CONFLICT');
      same(await store.entries('journal', ''), [['b', 'first']]);
      same(await store.get('settings', 's'), 'old');
      await refused(store.write([add('journal', 'x', 1), add('journal', 'x', 2)]), 'STORE_CONFLICT');
      same(await store.get('journal', 'x'), undefined);
    }),
    test('carries out the changes of a write in their order', async (store) => {
      await store.write([put('journal', 'a', 1)]);
      await store.write([
        { kind: 'remove', table: 'journal', key: 'a' },
        add('journal', 'a', 2),
        put('journal', 'a', 3),
      ]);
      same(await store.get('journal', 'a'), 3);
      await store.write([put('journal', 'ab', 4), { kind: 'clear', table: 'journal', prefix: 'a' }]);
      same(await store.entries('journal', ''), []);
    }),
    test('takes a write of no changes', async (store) => store.write([])),
    test('carries out none of the changes where a value cannot be stored', async (store) => {
      await refused(store.write([put('journal', 'a', 1), put('journal', 'b', () => {})]), 'STORE_FAILED');
      same(await store.entries('journal', ''), []);
    }),
    test('exchanges a value, and says whether it did', async (store) => {
      same(await store.exchange('settings', 'a', (old) => ({ was: old ?? null })), true);
      same(await store.exchange('settings', 'a', (old) => ({ was: old })), true);
      same(await store.get('settings', 'a'), { was: { was: null } });
      same(await store.exchange('settings', 'a', () => undefined), false);
      same(await store.get('settings', 'a'), { was: { was: null } });
    }),
    test('removes a value by an exchange', async (store) => {
      await store.write([put('settings', 'a', 1), put('settings', 'ab', 2)]);
      same(await store.exchange('settings', 'a', () => null), true);
      same(await store.entries('settings', ''), [['ab', 2]]);
      same(await store.get('settings', 'a'), undefined);
    }),
    test('lets nobody in between an exchange', async (store, again) => {
      const other = keeps ? await again() : store;
      const more = (old: unknown) => ((old as number | undefined) ?? 0) + 1;
      const all = Array.from({ length: 40 }, (_, at) => (at % 2 ? store : other).exchange('settings', 'count', more));
      same(new Set(await Promise.all(all)), new Set([true]));
      same(await store.get('settings', 'count'), 40);
    }),
    test('lets one of many add a key', async (store, again) => {
      const other = keeps ? await again() : store;
      const all = Array.from({ length: 20 }, (_, at) =>
        (at % 2 ? store : other).write([add('journal', 'only', at), put('settings', `of ${at}`, at)]),
      );
      const won = (await Promise.allSettled(all)).flatMap(({ status }, at) => (status === 'fulfilled' ? at : []));
      same(won.length, 1);
      same(await store.get('journal', 'only'), won[0]);
      same(await store.entries('settings', ''), [[`of ${won[0]}`, won[0]]]);
    }),
    test('writes nothing where the function of an exchange throws, and rejects with what it threw', async (store) => {
      await store.write([put('settings', 'a', 1)]);
      const thrown = new Error('of the caller');
      const exchanged = store.exchange('settings', 'a', () => {
        throw thrown;
      });
      same(await exchanged.catch((error: unknown) => error === thrown), true);
      same(await store.get('settings', 'a'), 1);
      same(await store.exchange('settings', 'a', () => 2), true);
    }),
    test('takes and hands out copies', async (store) => {
      const value = { list: [1], bytes: new Uint8Array([1]) };
      const expected = { list: [1], bytes: new Uint8Array([1]) };
      const spoil = (it: unknown) => {
        (it as typeof value).list.push(2);
        (it as typeof value).bytes[0] = 9;
      };
      await store.write([put('pending', 'a', value)]);
      spoil(value);
      spoil(await store.get('pending', 'a'));
      for (const [, entry] of await store.entries('pending', '')) spoil(entry);
      await store.exchange('pending', 'a', (old) => {
        spoil(old);
        return undefined;
      });
      same(await store.get('pending', 'a'), expected);
      const next = { list: [1], bytes: new Uint8Array([1]) };
      await store.exchange('pending', 'a', () => next);
      spoil(next);
      same(await store.get('pending', 'a'), expected);
    }),
    test('keeps every kind of value', async (store) => {
      await store.write([put('pending', 'a', VALUES)]);
      same(await store.get('pending', 'a'), VALUES);
      const [[, found] = []] = await store.entries('pending', 'a');
      same(found, VALUES);
      same((found as typeof VALUES).bytes instanceof Uint8Array, true);
    }),
    test('keeps of a view of bytes what it shows alone', async (store) => {
      await store.write([put('pending', 'a', { bytes: new Uint8Array([1, 2, 3, 4]).subarray(1, 3) })]);
      same(await store.get('pending', 'a'), { bytes: new Uint8Array([2, 3]) });
    }),
    test('keeps large values', async (store) => {
      const bytes = Uint8Array.from({ length: 400_000 }, (_, at) => (at * 31) % 251);
      const text = '中a\u0000'.repeat(100_000);
      await store.write([put('pending', 'a', { bytes, text })]);
      same(await store.get('pending', 'a'), { bytes, text });
    }),
  ];
  if (!keeps) return tests;
  return [
    ...tests,
    test('has what was written when it is opened again', async (store, again) => {
      await store.write([put('pending', 'a', VALUES), put('journal', 'b', 1), add('journal', 'c', 2)]);
      await store.write([{ kind: 'remove', table: 'journal', key: 'b' }]);
      await store.exchange('settings', 'd', () => 3);
      await store.close();
      const other = await again();
      same(await other.get('pending', 'a'), VALUES);
      same(await other.entries('journal', ''), [['c', 2]]);
      same(await other.get('settings', 'd'), 3);
    }),
    test('shows to one what another one wrote at the same place, at once', async (store, again) => {
      const other = await again();
      for (let round = 0; round < 20; round += 1) {
        const [writer, reader] = round % 2 ? [store, other] : [other, store];
        await writer.write([put('journal', `${round}`, round)]);
        same(await reader.get('journal', `${round}`), round);
        same((await reader.entries('journal', '')).length, round + 1);
      }
    }),
    test('keeps places apart', async (store) => {
      const other = await open(`store-test-${Math.random().toString(36).slice(2)}`);
      await store.write([put('journal', 'a', 1)]);
      same(await other.get('journal', 'a'), undefined);
      await other.close();
    }),
  ];
}

const VALUES = {
  text: 'a\u0000é中\u{1f600}',
  empty: '',
  numbers: [0, -1, 1.5, 1e300, Number.MAX_SAFE_INTEGER],
  truth: [true, false, null],
  nested: { a: [{ b: [] }, {}] },
  bytes: new Uint8Array([0, 1, 127, 128, 255]),
  none: new Uint8Array(),
  // What a store might mistake for something of its own.
  tags: { $bytes: 'AAEC', $$bytes: 1, $: { $bytes: 'x' }, '': 1, constructor: 2, length: 3, type: 'Buffer', data: [1] },
};

const put = (table: Table, key: string, value: unknown): StoreChange => ({ kind: 'put', table, key, value });
const add = (table: Table, key: string, value: unknown): StoreChange => ({ kind: 'add', table, key, value });

/** A number for a text, to mix an order. */
const hash = (text: string) => [...text].reduce((sum, sign) => (sum * 33 + (sign.codePointAt(0) ?? 0)) % 1_000_003, 7);

async function refused(work: Promise<unknown>, code: string): Promise<void> {
  const found = await work.then(
    () => 'no rejection',
    (thrown: unknown) => (thrown as { code?: unknown } | null)?.code,
  );
  if (found !== code) throw new Error(`expected a rejection with the code ${code}, got ${found}`);
}

function same(actual: unknown, expected: unknown, where = ''): void {
  const [found, wanted] = [shown(actual), shown(expected)];
  if (found !== wanted) throw new Error(`expected ${wanted}, got ${found}${where && ` with ${where}`}`);
}

/** A text that is the same for the same values, of whichever realm. */
function shown(value: unknown): string {
  if (value instanceof Set) return `set of ${shown([...value])}`;
  if (ArrayBuffer.isView(value)) return `bytes ${Array.from(value as Uint8Array).join(' ')}`;
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? String(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}: ${shown(member)}`).join(', ')}}`;
}
