// Every store of the package, by the tests that any store can run; and of the one in files, what becomes of it when processes
// share it, are killed, or find there what they did not write.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { launch, outcomeOf } from './lib/browser.js';
import { consumer } from './lib/consumer.js';
import { serve } from './lib/server.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'case-connectors-stores-')));
const project = consumer({
  'stores.mjs': `
    export { fileStore } from 'case-connectors/node-store';
    export { storeTests } from 'case-connectors/store-test';`,
});
const load = (file) => import(pathToFileURL(join(project.folder, file)));
const inHost = (name) => join(project.folder, 'node_modules/case-connectors/host', `${name}.js`);
const { fileStore, storeTests } = await load('stores.mjs');
const { memoryStore } = await import(pathToFileURL(inHost('memory-store')));
const { storeInFiles } = await import(pathToFileURL(inHost('node-store')));

after(() => {
  rmSync(root, { recursive: true, force: true });
  project.remove();
});

let folders = 0;
const folder = () => join(root, `folder ${folders++}`);

const KINDS = {
  'in memory': { open: () => memoryStore(), keeps: false },
  'in files': { open: (place) => fileStore(join(root, place)), keeps: true },
  'in files, with a snapshot all the time': { open: (place) => storeInFiles(join(root, place), 1), keeps: true },
};
for (const [kind, store] of Object.entries(KINDS)) {
  for (const { name, run } of storeTests(store)) test(`a store ${kind} ${name}`, run);
}

test('the tests of stores find what is wrong with one', async () => {
  const failing = async (spoil) => {
    const open = () => {
      const store = memoryStore();
      return { ...store, ...spoil(store) };
    };
    const failed = [];
    for (const { run } of storeTests({ open, keeps: false })) await run().catch(() => failed.push(run));
    return failed.length;
  };
  const faults = [
    (store) => ({ entries: async (table, prefix) => (await store.entries(table, prefix)).reverse() }),
    (store) => ({ entries: (table, prefix) => store.entries(table, prefix.slice(0, -1)) }),
    (store) => ({ get: async (table, key) => (await store.get(table, key)) ?? null }),
    (store) => ({
      async write(changes) {
        for (const change of changes) await store.write([change]);
      },
    }),
    (store) => ({
      async exchange(table, key, change) {
        const value = change(await store.get(table, key));
        if (value !== undefined) await store.write([{ kind: 'put', table, key, value }]);
        return value !== undefined;
      },
    }),
    (store) => ({
      async exchange(table, key, change) {
        await store.exchange(table, key, change);
        return true;
      },
    }),
    (store) => ({
      exchange: (table, key, change) => store.exchange(table, key, (old) => change(old) ?? undefined),
    }),
    (store) => ({
      write: (changes) => store.write(changes.map((it) => (it.kind === 'add' ? { ...it, kind: 'put' } : it))),
    }),
    (store) => ({
      write: (changes) =>
        store.write(changes.map((it) => ({ ...it, value: it.value?.bytes ? { ...it.value, bytes: [1] } : it.value }))),
    }),
  ];
  assert.equal(await failing(() => ({})), 0);
  for (const [at, fault] of faults.entries()) assert.notEqual(await failing(fault), 0, `fault ${at}`);
});

test('a store in IndexedDB does the same in a browser, without a bundler', { timeout: 300_000 }, async () => {
  project.write(
    'index.html',
    `<script type="module">
      import { storeTests } from './node_modules/case-connectors/host/store-test.js';
      import { indexedStore } from './node_modules/case-connectors/host/indexed-store.js';
      const [failed, tests] = [[], storeTests({ open: indexedStore, keeps: true })];
      addEventListener('unhandledrejection', ({ reason }) => failed.push('nobody caught ' + reason));
      for (const { name, run } of tests) await run().catch((error) => failed.push(name + ': ' + error));
      // A newer layout is left as it is; one who has an older one open makes way.
      const old = await indexedStore('newer');
      const request = indexedDB.open('newer', 99);
      await new Promise((resolve, reject) => Object.assign(request, { onsuccess: resolve, onerror: reject, onblocked: reject }));
      const code = (work) => work.then(() => null, ({ code, message }) => [code, message]);
      const newer = await code(indexedStore('newer'));
      const closed = await code(old.get('journal', 'a'));
      // One who does not make way is told of, and is not waited for.
      const rude = await new Promise((resolve) => {
        indexedDB.open('rude', 1).onsuccess = ({ target }) => resolve(target.result);
      });
      const blocked = await code(indexedStore('rude'));
      rude.close();
      const after = await code(indexedStore('rude'));
      window.outcome = { failed, run: tests.length, newer, closed, blocked, after };
    </script>`,
  );
  const [browser, server] = [await launch(), await serve(project.folder)];
  try {
    const { newer, closed, blocked, after, ...outcome } = await outcomeOf(browser, server.url);
    assert.deepEqual(outcome, { failed: [], run: storeTests({ keeps: true }).length });
    assert.equal(newer[0], 'STORE_TOO_NEW');
    assert.equal(closed[0], 'STORE_FAILED');
    assert.equal(blocked[0], 'STORE_CONFLICT');
    assert.equal(after, null);
    assert.match(newer[1], /^The browser says: ./);
  } finally {
    server.close();
    await browser.close();
  }
});

/** A process that writes, and the lines that it says. */
function writer(place, name, { count = 1e9, perSnapshot = 500 } = {}) {
  const program = fileURLToPath(new URL('lib/writer.js', import.meta.url));
  const words = [program, pathToFileURL(inHost('node-store')).href, place, name, `${count}`, `${perSnapshot}`];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, ended] = [[], once(child, 'close')];
  const lines = createInterface(child.stdout).on('line', (line) => said.push(line));
  return {
    child,
    said,
    ended,
    /** Waits until it has said so many lines. */
    async lines(count) {
      while (said.length < count) await once(lines, 'line');
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const keysOf = async (place, table = 'journal') =>
  new Set((await fileStore(place).entries(table, '')).map(([key]) => key));

test('two processes add 1,000 records each into one folder, and none is lost', { timeout: 300_000 }, async () => {
  const place = folder();
  const two = ['a', 'b'].map((name) => writer(place, name, { count: 1000 }));
  await Promise.all(two.map(({ ended }) => ended));
  for (const { said } of two)
    assert.deepEqual(
      said.filter((line) => line.startsWith('refused')),
      [],
    );
  const keys = await keysOf(place);
  assert.equal(keys.size, 2000);
  for (const line of two.flatMap(({ said }) => said)) assert.ok(keys.has(line), line);
  assert.deepEqual(await keysOf(place, 'pending'), keys);
  assert.equal(await fileStore(place).get('settings', 'count'), 2 * 334);
  // What snapshots hold is not kept twice for ever.
  assert.ok(readdirSync(join(place, 'log')).length <= 1100, 'the log');
  assert.ok(readdirSync(join(place, 'snapshots')).length <= 2, 'the snapshots');
});

test('25 times two processes are killed at some moment, and what they had acknowledged is there', {
  timeout: 300_000,
}, async () => {
  const place = folder();
  const acknowledged = [];
  for (let round = 0; round < 25; round += 1) {
    const two = ['a', 'b'].map((name) => writer(place, `${round}${name}`, { perSnapshot: 5 }));
    await Promise.race(two.map((it) => it.lines(1 + Math.floor(Math.random() * 15))));
    await Promise.all(two.map((it) => it.kill()));
    // The last line may have been cut.
    acknowledged.push(...two.flatMap(({ said }) => said.slice(0, -1)));
  }
  assert.ok(acknowledged.length > 50, `${acknowledged.length} acknowledged`);
  const keys = await keysOf(place);
  assert.deepEqual(
    acknowledged.filter((line) => !line.startsWith('refused') && !keys.has(line)),
    [],
  );
  assert.deepEqual(await keysOf(place, 'pending'), keys, 'all of a write, or none');
  const drafts = () =>
    ['', 'log', 'snapshots'].flatMap((name) => readdirSync(join(place, name))).filter((name) => name.startsWith('.'));
  assert.deepEqual(drafts(), [], 'what the killed ones left is gone');
});

test('a process that slept over two snapshots does not write where nobody reads', { timeout: 300_000 }, async () => {
  let asleep = 0;
  for (let round = 0; round < 40 && asleep < 3; round += 1) {
    const place = folder();
    const slow = writer(place, 'slow', { perSnapshot: 2 });
    await slow.lines(5);
    // Its draft lies there from before it has its number until after.
    const drafts = () => readdirSync(join(place, 'log')).filter((name) => name.startsWith(`.${slow.child.pid}-`));
    while (drafts().length === 0);
    slow.child.kill('SIGSTOP');
    const [draft] = drafts();
    const linked = draft === undefined ? 2 : statSync(join(place, 'log', draft)).nlink;
    const store = storeInFiles(place, 2);
    for (let at = 0; at < 12; at += 1) await store.write([{ kind: 'put', table: 'settings', key: `${at}`, value: at }]);
    slow.child.kill('SIGCONT');
    const before = slow.said.length;
    await slow.lines(before + 4);
    await slow.kill();
    if (linked !== 1) continue;
    asleep += 1;
    const keys = await keysOf(place);
    assert.deepEqual(
      slow.said.filter((line) => !line.startsWith('refused') && !keys.has(line)),
      [],
      'lost',
    );
    assert.equal((await store.entries('settings', '')).length >= 12, true);
  }
  assert.equal(asleep, 3, 'it was not caught between its draft and its number');
});

test('one who has not looked for long sees what others have written since, over snapshots too', async () => {
  const place = folder();
  const [reader, other] = [storeInFiles(place, 3), storeInFiles(place, 3)];
  assert.equal(await reader.get('settings', 'a'), undefined);
  for (const count of [1, 2, 5, 20]) {
    for (let at = 0; at < count; at += 1) await other.exchange('settings', 'a', (old) => (old ?? 0) + 1);
    assert.equal(await reader.get('settings', 'a'), await other.get('settings', 'a'));
  }
  await reader.exchange('settings', 'a', (old) => old + 1);
  assert.equal(await other.get('settings', 'a'), 29);
});

const put = (key, value) => [{ kind: 'put', table: 'journal', key, value }];

/** A store with some writes, closed. */
async function written(count = 3, perSnapshot = 500) {
  const place = folder();
  const store = storeInFiles(place, perSnapshot);
  for (let at = 0; at < count; at += 1) await store.write(put(`${at}`, `of ${at}`));
  await store.get('journal', '');
  store.close();
  return place;
}

test('a damaged or missing file is an error that names it, and nothing is written over it', async () => {
  for (const damage of [
    (file) => writeFileSync(file, ''),
    (file) => writeFileSync(file, readFileSync(file, 'utf8').slice(0, -4)),
    (file) => writeFileSync(file, '{"number":7,"changes":[]}'),
    (file) => writeFileSync(file, 'null'),
    (file) => writeFileSync(file, '{"number":2,"changes":[null]}'),
    (file) => writeFileSync(file, '{"number":2,"changes":{"length":1}}'),
    (file) => rmSync(file),
  ]) {
    const place = await written();
    const file = join(place, 'log', '000000000002');
    damage(file);
    const store = fileStore(place);
    const named = ({ code, message }) => code === 'STORE_FAILED' && message.includes(file);
    await assert.rejects(store.get('journal', '0'), named);
    await assert.rejects(store.write(put('new', 1)), named);
    assert.equal(existsSync(join(place, 'log', '000000000004')), false);
  }
  const place = await written(9, 3);
  const [last] = readdirSync(join(place, 'snapshots')).reverse();
  const number = Number(last);
  for (const damaged of [{}, { number }, { number, tables: null }, { number, tables: { journal: 5 } }]) {
    writeFileSync(join(place, 'snapshots', last), JSON.stringify(damaged));
    await assert.rejects(
      fileStore(place).get('journal', '0'),
      ({ code, message }) => code === 'STORE_FAILED' && message.includes(last),
    );
  }
  rmSync(join(place, 'snapshots'), { recursive: true });
  await assert.rejects(fileStore(place).get('journal', '0'), { code: 'STORE_FAILED' });
});

test('a directory is the path of one: nothing else is taken for it', () => {
  for (const given of [undefined, null, '', 5, {}, new URL(pathToFileURL(root)), pathToFileURL(root).href])
    assert.throws(() => fileStore(given), { code: 'OPTIONS_INVALID', field: 'directory' }, String(given));
});

test('what others have put into the folder is left alone', async () => {
  const place = await written();
  for (const name of ['log/README', 'log/.DS_Store', 'log/1', 'snapshots/old.bak', 'notes.txt'])
    writeFileSync(join(place, name), 'x');
  assert.equal((await fileStore(place).entries('journal', '')).length, 3);
  assert.equal(readFileSync(join(place, 'log/README'), 'utf8'), 'x');
});

test('a store of a newer version is left as it is', async () => {
  for (const newer of [
    { format: 1, layout: 99 },
    { format: 2, layout: 5 },
  ]) {
    const place = await written();
    writeFileSync(join(place, 'store.json'), JSON.stringify(newer));
    const store = fileStore(place);
    await assert.rejects(store.get('journal', '0'), { code: 'STORE_TOO_NEW' });
    await assert.rejects(store.write(put('new', 1)), { code: 'STORE_TOO_NEW' });
    assert.deepEqual(JSON.parse(readFileSync(join(place, 'store.json'), 'utf8')), newer);
    assert.equal(readdirSync(join(place, 'log')).length, 3);
  }
});

test('a store of an older layout is marked as one of this version', async () => {
  const place = await written();
  writeFileSync(join(place, 'store.json'), '{"format":1,"layout":2}');
  assert.equal(await fileStore(place).get('journal', '0'), 'of 0');
  assert.deepEqual(JSON.parse(readFileSync(join(place, 'store.json'), 'utf8')), { format: 1, layout: 5 });
});

test('a log of an older layout, whose deletions are of all that begins with a key, is read as it was meant', async () => {
  const place = await written();
  writeFileSync(join(place, 'store.json'), '{"format":1,"layout":3}');
  const change = { kind: 'delete', table: 'journal', key: '' };
  writeFileSync(join(place, 'log/000000000004'), JSON.stringify({ number: 4, changes: [change] }));
  assert.deepEqual(await fileStore(place).entries('journal', ''), []);
});

test('writes that wait for each other lie in one file, and one that cannot be carried out spoils none of the others', async () => {
  const place = await written(0);
  const store = fileStore(place);
  await store.write(put('first', 0));
  const files = () => readdirSync(join(place, 'log')).length;
  const before = files();
  const add = { kind: 'add', table: 'journal', key: 'first', value: 1 };
  const all = [put('a', 1), [...put('b', 1), add], put('c', () => {}), put('d', 1)].map((it) => store.write(it));
  const ends = (await Promise.allSettled(all)).map(({ reason }) => reason?.code ?? 'written');
  assert.deepEqual(ends, ['written', 'STORE_CONFLICT', 'STORE_FAILED', 'written']);
  assert.deepEqual(
    (await fileStore(place).entries('journal', '')).map(([key]) => key),
    ['a', 'd', 'first'],
  );
  assert.equal(files() - before, 1);
});

test('nobody else on the machine may read what is kept', async () => {
  const place = await written(9, 3);
  const modes = new Set();
  for (const name of ['.', 'log', 'snapshots']) {
    assert.equal(statSync(join(place, name)).mode & 0o777, 0o700, name);
    for (const file of readdirSync(join(place, name), { withFileTypes: true })) {
      if (file.isFile()) modes.add(statSync(join(place, name, file.name)).mode & 0o777);
    }
  }
  assert.deepEqual([...modes], [0o600]);
});

test('a folder that cannot be had is STORE_UNAVAILABLE, and works as soon as it can', async () => {
  const place = folder();
  writeFileSync(place, 'a file');
  const store = fileStore(join(place, 'below'));
  await assert.rejects(
    store.get('journal', 'a'),
    ({ code, message }) => code === 'STORE_UNAVAILABLE' && message.includes(place),
  );
  rmSync(place);
  assert.equal(await store.get('journal', 'a'), undefined);
});

test('a disk that is full is STORE_FULL, and what was there stays', {
  skip: process.platform === 'win32',
}, async () => {
  const place = await written();
  project.write(
    'full.mjs',
    `import { fileStore } from 'case-connectors/node-store';
     const store = fileStore(${JSON.stringify(place)});
     const large = [{ kind: 'put', table: 'journal', key: 'large', value: 'x'.repeat(1_000_000) }];
     const code = await store.write(large).then(() => 'written', ({ code }) => code);
     await store.write([{ kind: 'put', table: 'journal', key: 'small', value: 1 }]);
     console.log(JSON.stringify({ code, keys: (await store.entries('journal', '')).map(([key]) => key) }));`,
  );
  // A limit of the shell, of 64 or 32 kB, stands for the disk's end.
  const words = ['sh', '-c', `trap '' XFSZ; ulimit -f 64; exec '${process.execPath}' full.mjs`];
  const { code, keys } = JSON.parse(await project.start(words));
  assert.deepEqual({ code, keys }, { code: 'STORE_FULL', keys: ['0', '1', '2', 'small'] });
});

test('the key of a device cannot be kept in files, and the error names what can', async () => {
  const store = fileStore(folder());
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const refused = store.write([...put('a', 1), { kind: 'put', table: 'keys', key: 'k', value: { key } }]);
  await assert.rejects(refused, ({ code, message }) => code === 'VAULT_UNAVAILABLE' && message.includes('passphrase'));
  assert.equal(await store.get('journal', 'a'), undefined);
});

test('a store that is closed does what it was asked for before, and then says that it is closed', async () => {
  const place = folder();
  const store = fileStore(place);
  for (const key of [1, 2, 3]) void store.write(put(`${key}`, key));
  await store.close();
  assert.deepEqual(await keysOf(place), new Set(['1', '2', '3']));
  await assert.rejects(store.get('journal', 'a'), { code: 'STORE_FAILED' });
});

test('the store in files can be required', () => {
  const required = createRequire(join(project.folder, 'script.cjs'));
  assert.equal(typeof required('case-connectors/node-store').fileStore, 'function');
  assert.equal(typeof required('case-connectors/store-test').storeTests, 'function');
});
