// Connectors and their secrets in a store of a host's own: what is written when, when the vault locks, and who hears of it.
import { after, before, test } from 'node:test';

import { consumer } from './lib/consumer.js';

let project;
before(() => {
  project = consumer();
});
after(() => project.remove());

const PRELUDE = `
import assert from 'node:assert/strict';
import { CaseConnectors } from 'case-connectors';

const PASSPHRASE = 'correct horse battery';
const draft = (more) => ({ type: '.servicenow', name: 'SOC', config: { apiUrl: 'https://dev1.service-now.com', username: 'bot' }, secrets: { password: 'hunter2' }, ...more });

/** A store of our own in memory, which counts its writes; \`refuse(change)\` says which it refuses. */
function store(refuse = () => null) {
  const tables = new Map();
  const table = (name) => tables.get(name) ?? tables.set(name, new Map()).get(name);
  return {
    writes: 0,
    table,
    async get(name, key) { return table(name).get(key); },
    async entries(name, prefix) { return [...table(name)].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1)); },
    async write(changes) {
      if (changes.length === 0) return;
      const code = changes.map((change) => refuse(change)).find((code) => code);
      if (code) throw Object.assign(new Error('Refused.'), { code });
      this.writes += 1;
      for (const { kind, table: name, key, prefix, value } of changes) {
        if (kind === 'remove') table(name).delete(key);
        else if (kind !== 'clear') table(name).set(key, value);
        else for (const other of [...table(name).keys()]) if (other.startsWith(prefix)) table(name).delete(other);
      }
    },
    async exchange(name, key, change) {
      const value = change(table(name).get(key));
      if (value !== undefined) table(name).set(key, value);
      return value !== undefined;
    },
    close() {},
  };
}
/** The time of a machine on which no timer ever goes off. */
let time = 1e12;
const clock = { now: () => time, sleep: () => new Promise(() => {}) };
const sealed = (more) => ({ level: 'passphrase', passphrase: PASSPHRASE, ...more });
const codeOf = (promise) => promise.then(() => null, ({ code }) => code);
const saved = async (host, more) => (await host.saveConnector(draft(more))).connector;
const isMissing = async (host) => (await host.connectors())[0].isMissingSecrets;
/** Until what another tab said has arrived. */
async function until(it) { while (!(await it())) await new Promise((done) => setTimeout(done, 5)); }
`;

/** Runs a script that uses the package. */
const run = (body) => project.run(`${PRELUDE}${body}\nconsole.log(null);`);

test('each change is one write: a connector with its seal, and what goes with it', async () => {
  await run(`
    const own = store();
    const host = await CaseConnectors.open({ store: own });
    await host.setVault({ level: 'device' });
    const writes = async (act) => { const before = own.writes; await act(); return own.writes - before; };
    let id;
    assert.equal(await writes(async () => { id = (await saved(host)).id; }), 1);
    assert.equal(own.table('secrets').size, 1);
    await host.saveSettings({ defaultConnectorId: id, closure: 'close-by-user' });
    await host.saveCaseChoice('c', { connectorId: id, fields: null });
    const data = await host.exportConnectors();
    assert.equal(await writes(() => host.deleteConnector(id)), 1);
    assert.deepEqual(['connectors', 'secrets', 'choices'].map((name) => own.table(name).size), [0, 0, 0]);
    assert.equal((await host.settings()).defaultConnectorId, null);
    data.connectors.push({ ...data.connectors[0], id: 'another' }, null);
    assert.equal(await writes(() => host.importConnectors(data)), 1);
    assert.equal((await host.connectors()).length, 2);
  `);
});

test('a write that is refused changes nothing, in the storage and in the vault', async () => {
  await run(`
    let full = false;
    const own = store(() => full && 'STORE_FULL');
    const host = await CaseConnectors.open({ store: own });
    await host.setVault({ level: 'device' });
    const { id } = await saved(host);
    full = true;
    const before = JSON.stringify([...own.table('connectors')]);
    assert.equal(await codeOf(host.saveConnector(draft({ id, name: 'New' }))), 'STORE_FULL');
    assert.equal(await codeOf(host.setVault(sealed())), 'STORE_FULL');
    assert.equal(await codeOf(host.deleteConnector(id)), 'STORE_FULL');
    assert.equal(JSON.stringify([...own.table('connectors')]), before);
    assert.deepEqual([(await host.vault()).level, await isMissing(host)], ['device', false]);
    // Nothing is still locked.
    full = false;
    assert.equal((await saved(host, { id, name: 'New' })).name, 'New');
  `);
});

test('no store ever holds a secret, and the key of a passphrase is in none', async () => {
  await run(`
    const own = store();
    const host = await CaseConnectors.open({ store: own });
    const { id } = await saved(host);
    const all = () => ['connectors', 'secrets', 'keys'].flatMap((name) => [...own.table(name).values()]);
    const text = () => all().flatMap((record) => Object.values(record)).map((value) => (ArrayBuffer.isView(value) ? Buffer.from(value).toString('latin1') : JSON.stringify(value))).join();
    const isKey = (value) => Object.prototype.toString.call(value) === '[object CryptoKey]';
    for (const [options, keys] of [[{ level: 'device' }, 1], [sealed(), 0], [{ level: 'memory' }, 0]]) {
      await host.setVault(options);
      assert.equal(await isMissing(host), false, options.level);
      assert(!text().includes('hunter2') && !text().includes(PASSPHRASE), options.level);
      const found = all().flatMap((record) => Object.values(record)).filter(isKey);
      assert.deepEqual([found.length, found.some(({ extractable }) => extractable)], [keys, false]);
    }
    await host.setSecrets(id, { password: 'hunter3' });
    assert(!text().includes('hunter3'));
  `);
});

test('plaintext that went to the cryptography, or came from it, is overwritten', async () => {
  await run(`
    const { encrypt, decrypt, importKey } = SubtleCrypto.prototype;
    const texts = [];
    const has = (word) => texts.some((bytes) => Buffer.from(bytes).includes(word));
    const keep = (bytes) => texts.push(bytes) && bytes;
    Object.assign(SubtleCrypto.prototype, {
      encrypt(how, key, text) {
        // What every passphrase is tried on is no secret.
        return encrypt.call(this, how, key, how.additionalData === text ? text : keep(text));
      },
      async decrypt(...given) { return keep(await decrypt.apply(this, given)); },
      importKey(format, bytes, ...more) { return importKey.call(this, format, keep(bytes), ...more); },
    });
    const host = await CaseConnectors.open({ store: store() });
    // Nobody is there, and nobody need be.
    const { id } = await saved(host, { config: { apiUrl: 'http://127.0.0.1:9', username: 'bot' } });
    for (const options of [{ level: 'device' }, sealed(), { level: 'device' }, { level: 'memory' }]) await host.setVault(options);
    await host.setVault({ level: 'device' });
    await host.setSecrets(id, { password: 'hunter3' });
    await host.push({ id: 'c', title: 'T', description: 'd', created_at: '2026-11-24T08:00:00Z', totalComment: 0, comments: [] }, { connectorId: id }).catch(() => {});
    assert(texts.length >= 9, String(texts.length));
    assert(!has('hunter') && !has('correct horse'));
  `);
});

test('a push gets the secrets that were sealed for its connector, each time anew, and keeps none', async () => {
  await run(`
    import { createServer } from 'node:http';
    const seen = new Set();
    const server = createServer(({ headers }, answer) => {
      seen.add(Buffer.from(headers.authorization.slice('Basic '.length), 'base64').toString());
      answer.writeHead(401, { 'content-type': 'application/json' }).end('{}');
    });
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    const host = await CaseConnectors.open({ store: store() });
    const config = { apiUrl: 'http://127.0.0.1:' + server.address().port, username: 'bot' };
    const { id } = await saved(host, { config });
    const securityCase = { id: 'c', title: 'T', description: 'd', created_at: '2026-11-24T08:00:00Z', totalComment: 0, comments: [] };
    const push = () => host.push(securityCase, { connectorId: id }).then(({ error }) => error.code, ({ code }) => code);
    for (const options of [{ level: 'memory' }, { level: 'device' }, sealed()]) {
      await host.setVault(options);
      seen.clear();
      assert.equal(await push(), 'AUTH_FAILED', options.level);
      assert.deepEqual([...seen], ['bot:hunter2'], options.level);
    }
    // Nothing of it stays: the same connector that comes in without its secret has none.
    const data = await host.exportConnectors();
    await host.deleteConnector(id);
    await host.importConnectors(data);
    assert.equal(await isMissing(host), true);
    assert.equal(await push(), 'SECRET_MISSING');
    host.lock();
    assert.equal(await codeOf(host.setSecrets(id, { password: 'hunter3' })), 'VAULT_LOCKED');
    assert.equal(await codeOf(host.unlock(PASSPHRASE + '!')), 'VAULT_PASSPHRASE');
    await host.unlock(PASSPHRASE);
    await host.setSecrets(id, { password: 'hunter3' });
    seen.clear();
    await push();
    assert.deepEqual([...seen], ['bot:hunter3']);
    host.lock();
    assert.equal(await push(), 'VAULT_LOCKED');
    await host.wipe();
    assert.equal(await push(), 'SECRET_MISSING');
    server.close();
  `);
});

test('a machine that slept finds its vault locked, although no timer went off', async () => {
  await run(`
    const host = await CaseConnectors.open({ store: store(), clock });
    const { id } = await saved(host);
    await host.setVault(sealed({ autoLockMs: 60_000 }));
    time += 59_999;
    // A use puts it off.
    await host.setSecrets(id, { password: 'hunter3' });
    time += 59_999;
    assert.equal((await host.vault()).locked, false);
    time += 12 * 60 * 60_000;
    assert.equal(await codeOf(host.setSecrets(id, { password: 'hunter4' })), 'VAULT_LOCKED');
    assert.equal((await host.vault()).locked, true);
    assert.equal(await codeOf(host.setVault({ level: 'memory' })), 'VAULT_LOCKED');
    await host.unlock(PASSPHRASE);
    assert.equal((await host.setVault({ level: 'memory' })).level, 'memory');
    assert.equal(await isMissing(host), false);
  `);
});

test('locking during an unlock, or during a change of the vault, wins', async () => {
  await run(`
    const host = await CaseConnectors.open({ store: store() });
    await saved(host);
    await host.setVault(sealed());
    host.lock();
    const { deriveKey } = SubtleCrypto.prototype;
    const lockMeanwhile = function (...given) {
      host.lock();
      return deriveKey.apply(this, given);
    };
    SubtleCrypto.prototype.deriveKey = lockMeanwhile;
    assert.equal(await codeOf(host.unlock(PASSPHRASE)), 'VAULT_LOCKED');
    assert.equal((await host.vault()).locked, true);
    SubtleCrypto.prototype.deriveKey = deriveKey;
    await host.unlock(PASSPHRASE);
    SubtleCrypto.prototype.deriveKey = lockMeanwhile;
    assert.equal((await host.setVault(sealed({ passphrase: 'another long one' }))).locked, true);
    SubtleCrypto.prototype.deriveKey = deriveKey;
    // Nothing is lost by it.
    await host.unlock('another long one');
    await host.setVault({ level: 'memory' });
    assert.equal(await isMissing(host), false);
  `);
});

test('a lock and a wipe reach the other tabs', async () => {
  await run(`
    const own = store();
    const [one, two] = [await CaseConnectors.open({ store: own, name: 'tabs' }), await CaseConnectors.open({ store: own, name: 'tabs' })];
    await saved(one);
    await one.setVault(sealed());
    await two.unlock(PASSPHRASE);
    one.lock();
    await until(async () => (await two.vault()).locked);
    await two.unlock(PASSPHRASE);
    await one.wipe();
    await until(async () => (await two.vault()).level === 'memory');
    // What another tab has in memory goes as well.
    const [{ id }] = await two.connectors();
    for (const host of [one, two]) {
      await host.setSecrets(id, { password: 'hunter3' });
      assert.equal(await isMissing(host), false);
    }
    await one.wipe();
    assert.equal(await isMissing(one), true);
    await until(() => isMissing(two));
    for (const host of [one, two]) host.close();
  `);
});

test('a store that cannot keep a key says so, and everything stays as it was', async () => {
  await run(`
    const own = store(({ value }) => Object.values(value ?? {}).some((it) => it instanceof CryptoKey) && 'VAULT_UNAVAILABLE');
    const host = await CaseConnectors.open({ store: own });
    await saved(host);
    assert.equal(await codeOf(host.setVault({ level: 'device' })), 'VAULT_UNAVAILABLE');
    assert.deepEqual([(await host.vault()).level, await isMissing(host)], ['memory', false]);
    await host.setVault(sealed());
    assert.equal(await isMissing(host), false);
  `);
});

test('where the key itself was lost, the secret is missing, and a new key helps', async () => {
  await run(`
    const own = store();
    const host = await CaseConnectors.open({ store: own });
    await host.setVault({ level: 'device' });
    const { id } = await saved(host, { config: { apiUrl: 'http://127.0.0.1:9', username: 'bot' } });
    const [[name, { key, ...record }]] = own.table('keys');
    own.table('keys').set(name, record);
    const securityCase = { id: 'c', title: 'T', description: 'd', created_at: '2026-11-24T08:00:00Z', totalComment: 0, comments: [] };
    assert.equal(await codeOf(host.push(securityCase, { connectorId: id })), 'SECRET_MISSING');
    assert.equal(await codeOf(host.setSecrets(id, { password: 'hunter3' })), 'VAULT_UNAVAILABLE');
    await host.setVault({ level: 'device' });
    await host.setSecrets(id, { password: 'hunter3' });
    assert.equal(await isMissing(host), false);
  `);
});

test('an open vault does not keep a process alive', async () => {
  // One that stays alive is ended after two minutes, and fails.
  await run(`
    const host = await CaseConnectors.open({ store: store() });
    await host.setVault(sealed());
  `);
});

test('what cannot be read is set aside as it was, and nothing else with it', async () => {
  await run(`
    const own = store();
    const host = await CaseConnectors.open({ store: own });
    const { id } = await saved(host);
    own.table('connectors').set('x', 7n).set('y\\0', { name: 'no id' });
    assert.deepEqual((await host.connectors()).map((it) => it.id), [id]);
    assert.deepEqual((await host.setAside()).map(({ table, key, value }) => [table, key, value]), [['connectors', 'x', 7n], ['connectors', 'y\\0', { name: 'no id' }]]);
    assert.equal(own.table('connectors').size, 1);
  `);
});
