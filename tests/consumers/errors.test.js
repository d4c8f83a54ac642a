// What Node says of a connection that did not come about, and of storage that it does not have.
import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import { after, before, test } from 'node:test';
import { generate } from 'selfsigned';

import { consumer } from './lib/consumer.js';

let project;
let server;
let trusted;
let closed;
before(async () => {
  project = consumer();
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
  server = createServer({ key, cert }, (_, response) => response.end('{}'));
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const gone = createServer({ key, cert });
  await new Promise((listening) => gone.listen(0, '127.0.0.1', listening));
  closed = `http://127.0.0.1:${gone.address().port}`;
  await new Promise((done) => gone.close(done));
  trusted = `https://127.0.0.1:${server.address().port}`;
});
after(() => {
  server?.close();
  project?.remove();
});

/** What `send`, a push by `CaseConnectors`, a push without I/O and the test of a connector say of an address where nothing answers. */
const ask = (url) =>
  project.run(`
  import { CaseConnectors, CaseConnectorsError, Push, send } from 'case-connectors';
  const url = ${JSON.stringify(url)};
  const request = { method: 'GET', url, headers: {}, body: null };
  const sent = await send(request).catch((error) => error);
  const draft = { type: '.servicenow', name: 'SOC', config: { apiUrl: url, username: 'u' }, secrets: { password: 'a-password' } };
  const host = await CaseConnectors.open({ store: 'memory', clock: { now: () => Date.now(), sleep: async () => {} } });
  const { connector } = await host.saveConnector(draft);
  const securityCase = { id: 'c', title: 'T', description: 'D', comments: [], totalComment: 0, tags: [], status: 'open', version: 'W', owner: 'securitySolution',
    created_at: '2026-01-01T00:00:00Z', created_by: { username: 'u', full_name: null, email: null } };
  const pushed = (await host.push(securityCase, { connectorId: connector.id })).error;
  const report = await host.testConnector(draft);
  const alone = new Push(securityCase, connector);
  for (let effect = alone.next(); effect.kind !== 'done'; effect = alone.next()) {
    if (effect.kind === 'save') alone.saved();
    if (effect.kind === 'send') alone.fail(effect.id, 'noAnswer', await fetch(url).catch((error) => error));
  }
  console.log(JSON.stringify({
    sent: { ours: sent instanceof CaseConnectorsError, code: sent.code, cause: sent.cause, remote: sent.remote, remedy: sent.remedy },
    pushed, alone: alone.outcome().error, failed: report.checks.filter(({ state }) => state === 'failed'),
  }));
`);

const silent = {
  'nothing listens': [() => closed, 'ECONNREFUSED', /host and port/, 'reachable'],
  'no such host': ['https://nowhere.invalid', /ENOTFOUND|EAI_AGAIN/, /host name/, 'reachable'],
  'a certificate that Node does not trust': [() => trusted, /CERT/, /NODE_EXTRA_CA_CERTS/, 'certificate'],
};
for (const [what, [url, code, remedy, about]] of Object.entries(silent)) {
  test(`${what}: the cause is kept, and the remedy is for it`, async () => {
    const { sent, pushed, alone, failed } = await ask(typeof url === 'function' ? url() : url);
    assert.ok(sent.ours);
    for (const error of [sent, pushed, alone]) {
      assert.equal(error.code, 'NO_ANSWER');
      assert.match(error.cause.code, new RegExp(code));
      assert.match(error.remote, /fetch failed: ./);
      assert.match(error.remedy, remedy);
      assert.doesNotMatch(error.remedy, /browser|tab|CORS/);
    }
    assert.deepEqual(
      failed.map(({ id, code: own }) => [id, own]),
      [[about, 'UNREACHABLE']],
    );
    assert.match(failed[0].message, new RegExp(code));
    assert.match(failed[0].remedy, remedy);
    assert.doesNotMatch(failed[0].remedy, /browser|tab/);
  });
}

test('storage that Node does not have is told, with what to do instead', async () => {
  const error = await project.run(`
    import { CaseConnectors } from 'case-connectors';
    const told = ({ name, code, message, remedy }) => ({ name, code, message, remedy });
    console.log(JSON.stringify(await CaseConnectors.open().then(() => 'opened', told)));
  `);
  assert.equal(error.name, 'CaseConnectorsError');
  assert.equal(error.code, 'STORE_MISSING');
  assert.match(error.message, /Node/);
  assert.match(error.remedy, /store: "memory".*Push/);
});
