// The locks of the host: Web Locks in Chromium, leases and those of one process in Node.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, mock, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { launch, outcomeOf } from './lib/browser.js';
import { consumer } from './lib/consumer.js';
import { lockTests } from './lib/locks.js';
import { serve } from './lib/server.js';

let project;
let host;
// What waits for a clock that stands still would let Node end.
const alive = setInterval(() => {}, 60_000);
before(async () => {
  project = consumer();
  const load = (file) => import(pathToFileURL(join(project.folder, 'node_modules/case-connectors', file)));
  // The engine decides of leases.
  await load('node.js');
  const files = ['channel', 'leases', 'local-locks', 'memory-store'].map((name) => load(`host/${name}.js`));
  host = Object.assign({}, ...(await Promise.all(files)));
});
after(() => {
  clearInterval(alive);
  project.remove();
});

/** Those of one process are one for all; of leases each host has its own over the store that they share. */
const KINDS = {
  'locks of one process': () => {
    const locks = host.localLocks();
    return { make: () => locks, end: () => {} };
  },
  leases: () => {
    const [store, name, channels] = [host.memoryStore(), `test-${Math.random()}`, []];
    const make = () => {
      const channel = host.openChannel(name);
      channels.push(channel);
      return host.leases(store, channel);
    };
    return { store, name, make, end: () => channels.map((channel) => channel.close()) };
  },
};

for (const [kind, begin] of Object.entries(KINDS)) {
  for (const [name, run] of Object.entries(lockTests)) {
    test(`${kind}: ${name}`, { timeout: 300_000 }, async () => {
      const { make, end } = begin();
      await run(make);
      end();
    });
  }
}

test('Web Locks do the same in a browser, without a bundler', { timeout: 300_000 }, async () => {
  project.write(
    'index.html',
    `<script type="module">
      import { init } from './node_modules/case-connectors/index.js';
      import { webLocks } from './node_modules/case-connectors/host/web-locks.js';
      import { lockTests } from './lib/locks.js';
      await init();
      const failed = [];
      for (const [name, run] of Object.entries(lockTests)) {
        await run(() => webLocks(navigator.locks)).catch((error) => failed.push(name + ': ' + error));
      }
      window.outcome = { failed, run: Object.keys(lockTests).length };
    </script>`,
  );
  project.write('lib/locks.js', await readFile(new URL('lib/locks.js', import.meta.url), 'utf8'));
  const [browser, server] = [await launch(), await serve(project.folder)];
  try {
    assert.deepEqual(await outcomeOf(browser, server.url), { failed: [], run: Object.keys(lockTests).length });
  } finally {
    server.close();
    await browser.close();
  }
});

test('a lease that is given back wakes who waits, in this host and in another one, before the next look', async () => {
  const { make, end } = KINDS.leases();
  const hosts = [make(), make(), make()];
  // By a clock that stands still no look comes.
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    let release = await hosts[0].acquire('case-connectors/a', { ifHeld: 'wait' });
    for (const next of hosts) {
      const waits = next.acquire('case-connectors/a', { ifHeld: 'wait' });
      for (let at = 0; at < 20; at += 1) await turn();
      release();
      release = await waits;
    }
    release();
  } finally {
    mock.timers.reset();
    end();
  }
});

/** Lets so many seconds go by. */
async function seconds(count) {
  for (let second = 0; second < count; second += 1) {
    mock.timers.tick(1000);
    for (let at = 0; at < 20; at += 1) await turn();
  }
}

/** A lease as a process leaves it that was killed. */
const DEAD = [{ kind: 'put', table: 'leases', key: 'case-connectors/a', value: { owner: 'dead', beat: 7 } }];

test('the lease of a holder that died is taken over after ten looks, and of one that lives never', async () => {
  const { store, make, end } = KINDS.leases();
  await store.write(DEAD);
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const [first, second] = [make(), make()];
    let release = null;
    void first.acquire('case-connectors/a', { ifHeld: 'wait' }).then((it) => {
      release = it;
    });
    await seconds(9);
    assert.equal(release, null);
    await seconds(2);
    assert.notEqual(release, null);
    let isTaken = false;
    const waits = second.acquire('case-connectors/a', { ifHeld: 'wait' });
    void waits.then(() => {
      isTaken = true;
    });
    await seconds(60);
    assert.equal(isTaken, false);
    release();
    (await waits)();
  } finally {
    mock.timers.reset();
    end();
  }
});

test('a holder that died is not listed as one, and one that lives is', async () => {
  const { store, make, end } = KINDS.leases();
  await store.write(DEAD);
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const [ours, others] = [make(), make()];
    const release = await others.acquire('case-connectors/b', { ifHeld: 'wait' });
    const listed = ours.held();
    await seconds(12);
    assert.deepEqual(await listed, ['case-connectors/b']);
    // What was found out is known from then on.
    assert.equal(await store.get('leases', 'case-connectors/a'), undefined);
    release();
  } finally {
    mock.timers.reset();
    end();
  }
});

test('who asks and does not wait gets the lease of a holder that died, ten looks after the first one who asked', async () => {
  const { store, make, end } = KINDS.leases();
  await store.write(DEAD);
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const locks = make();
    const ask = () => locks.acquire('case-connectors/a', { ifHeld: 'giveUp' });
    assert.equal(await ask(), null);
    await seconds(5);
    assert.equal(await ask(), null);
    await seconds(6);
    const release = await ask();
    assert.notEqual(release, null);
    // One that lives is nobody else's, however often somebody asks.
    const others = make();
    for (let at = 0; at < 30; at += 1) {
      assert.equal(await others.acquire('case-connectors/a', { ifHeld: 'giveUp' }), null);
      await seconds(1);
    }
    release();
  } finally {
    mock.timers.reset();
    end();
  }
});

test('a lease that was given back leaves nothing behind', async () => {
  const { store, make, end } = KINDS.leases();
  const [first, second] = [make(), make()];
  (await first.acquire('case-connectors/a', { ifHeld: 'wait' }))();
  (await second.acquire('case-connectors/a', { ifHeld: 'wait' }))();
  (await first.acquire('case-connectors/a', { ifHeld: 'wait' }))();
  (await second.acquire('case-connectors/b', { ifHeld: 'wait' }))();
  for (let at = 0; at < 20; at += 1) await turn();
  assert.deepEqual(await store.entries('leases', ''), []);
  end();
});

test('news of a lease are no looks: they bring nobody nearer to a lease that is renewed', async () => {
  const { store, name, make, end } = KINDS.leases();
  await store.write(DEAD);
  mock.timers.enable({ apis: ['setTimeout'] });
  const news = host.openChannel(name);
  try {
    let isGranted = false;
    const locks = make();
    void locks.acquire('case-connectors/a', { ifHeld: 'wait' }).then((release) => {
      isGranted = true;
      release();
    });
    for (let at = 0; at < 30; at += 1) {
      news.post({ kind: 'free', lock: 'case-connectors/a' });
      for (let turns = 0; turns < 20; turns += 1) await turn();
    }
    assert.equal(isGranted, false);
    await seconds(12);
    assert.equal(isGranted, true);
  } finally {
    mock.timers.reset();
    news.close();
    end();
  }
});
