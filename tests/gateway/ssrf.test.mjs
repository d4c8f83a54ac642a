/** Nothing but the named base URLs can be reached, however the request is written. */

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { createGateway } from 'case-connectors/gateway';
import { serve } from 'case-connectors/gateway/node';

import { codeOf, send, startTarget } from './lib/servers.mjs';

/** Whatever the gateway calls arrives here: a request that went anywhere at all is counted. */
let everywhere;
let gateway;
const called = [];
const anywhere = (url, init) => {
  called.push(url);
  return fetch(everywhere.url, { ...init, signal: undefined });
};

/** What the names lead to. */
const ADDRESSES = { 'inside.example': ['10.0.0.5'], 'both.example': ['93.184.215.14', '127.0.0.1'] };
const resolve = async (host) => ADDRESSES[host] ?? ['93.184.215.14'];

before(async () => {
  everywhere = await startTarget();
  const targets = [
    'https://acme.atlassian.net',
    'https://soar.example:8443/tenant',
    'https://inside.example',
    'https://both.example',
  ].map((baseUrl) => ({ baseUrl }));
  gateway = await serve(
    createGateway({
      prefix: '/relay',
      origins: ['https://dashboard.example', 'https://gateway.example'],
      targets,
      resolve,
      fetch: anywhere,
    }),
  );
});
after(() => {
  gateway.close();
  everywhere.close();
});
beforeEach(() => {
  called.length = 0;
  everywhere.requests.length = 0;
});

const reachable = {
  '/relay/acme.atlassian.net/rest/api/2/issue?x=y': 'https://acme.atlassian.net/rest/api/2/issue?x=y',
  '/relay/acme.atlassian.net': 'https://acme.atlassian.net',
  '/relay/acme.atlassian.net?x=https://evil.example/../%2e': 'https://acme.atlassian.net?x=https://evil.example/../%2e',
  '/relay/soar.example:8443/tenant/rest/orgs/201': 'https://soar.example:8443/tenant/rest/orgs/201',
  '/relay/acme.atlassian.net/a%20b/c.d/...': 'https://acme.atlassian.net/a%20b/c.d/...',
};
for (const [path, url] of Object.entries(reachable)) {
  test(`reachable: ${path}`, async () => {
    const answer = await send(gateway.url, path);
    assert.equal(answer.status, 200);
    assert.deepEqual(called, [url]);
    assert.equal(everywhere.requests.length, 1);
  });
}

const UNKNOWN = [
  // Other hosts, ports and schemes.
  '/relay/evil.example/',
  '/relay/acme.atlassian.net:80/rest',
  '/relay/acme.atlassian.net:443/rest',
  '/relay/acme.atlassian.net:/rest',
  '/relay/soar.example/tenant/rest',
  '/relay/soar.example:8444/tenant/rest',
  '/relay/https:/acme.atlassian.net/rest',
  '/relay/http:acme.atlassian.net/rest',
  '/relay/localhost/',
  '/relay/169.254.169.254/latest/meta-data/',
  '/relay/127.0.0.1/',
  '/relay/2130706433/',
  '/relay/0177.0.0.1/',
  '/relay/0x7f.1/',
  '/relay/0/',
  '/relay/[::1]/',
  '/relay/[::ffff:127.0.0.1]/',
  '/relay/[::ffff:a9fe:a9fe]/',
  '/relay/[fd00::1]/',
  '/relay/[64:ff9b::7f00:1]/',
  '/relay/metadata.google.internal/',
  // Siblings, suffixes and other spellings of a named one.
  '/relay/acme.atlassian.net.evil.example/rest',
  '/relay/acme.atlassian.netx/rest',
  '/relay/acme.atlassian.net-evil.example/rest',
  '/relay/evil.acme.atlassian.net/rest',
  '/relay/acme.atlassian.net./rest',
  '/relay/ACME.atlassian.net/rest',
  '/relay/acme.atlassian.NET/rest',
  '/relay/acme%61.atlassian.net/rest',
  '/relay/%61cme.atlassian.net/rest',
  '/relay/acme.atlassian.net;x/rest',
  '/relay/acme.atlassian.net&evil.example/rest',
  '/relay/acme.atlassian.net,evil.example/rest',
  '/relay/acme.atlassian.net%20/rest',
  '/relay/soar.example:8443/',
  '/relay/soar.example:8443/tenantx/rest',
  '/relay/soar.example:8443/tenant-2/rest',
  '/relay/soar.example:8443/Tenant/rest',
  '/relay/soar.example:8443/other/rest',
  '/relay/soar.example:8443/%74enant/rest',
  // Outside the prefix.
  '/',
  '/relay',
  '/relay/',
  '/relayacme.atlassian.net/rest',
  '/Relay/acme.atlassian.net/rest',
  '/acme.atlassian.net/rest',
  '/relay?/acme.atlassian.net/rest',
];

const BAD = [
  // Who is the host?
  '/relay/acme.atlassian.net@evil.example/rest',
  '/relay/user:password@acme.atlassian.net/rest',
  '/relay/evil.example@acme.atlassian.net/rest',
  '/relay/acme.atlassian.net/@evil.example/rest',
  '/relay/acme.atlassian.net\\@evil.example/rest',
  '/relay/acme.atlassian.net\\.evil.example/rest',
  '/relay\\acme.atlassian.net/rest',
  '/relay/acme.atlassian.net%2f@evil.example/rest',
  '/relay/acme.atlassian.net%5cevil.example/rest',
  '/relay/acme.atlassian.net%2Eevil.example/rest',
  '/relay/acme.atlassian.net#.evil.example/rest',
  '//evil.example/relay/acme.atlassian.net/rest',
  '/relay//acme.atlassian.net/rest',
  '/relay//evil.example/rest',
  '/relay/https://evil.example/rest',
  'http://evil.example/relay/acme.atlassian.net/rest',
  // Out of the base URL.
  '/relay/acme.atlassian.net//evil.example/rest',
  '/relay/acme.atlassian.net/../evil.example/rest',
  '/relay/acme.atlassian.net/..',
  '/relay/acme.atlassian.net/./rest',
  '/relay/evil.example/../acme.atlassian.net/rest',
  '/relay/soar.example:8443/tenant/../other/rest',
  '/relay/soar.example:8443/tenant/..;/other/rest',
  '/relay/soar.example:8443/tenant/.;x=y/other/rest',
  '/relay/soar.example:8443/tenant/%2e%2e/other/rest',
  '/relay/soar.example:8443/tenant/.%2E/other/rest',
  '/relay/soar.example:8443/tenant/%252e%252e/other/rest',
  '/relay/soar.example:8443/tenant/%25252e./other/rest',
  '/relay/soar.example:8443/tenant/..%2fother/rest',
  '/relay/soar.example:8443/tenant/..%252Fother/rest',
  '/relay/soar.example:8443/tenant/..%5cother/rest',
  '/relay/soar.example:8443/tenant/..\\other/rest',
  // Into the request that follows.
  '/relay/acme.atlassian.net/%0d%0aHost:evil.example/rest',
  '/relay/acme.atlassian.net/%00/rest',
  '/relay/acme.atlassian.net/%7f/rest',
  '/relay/acme.atlassian.net/%250a/rest',
  '/relay/acme.atlassian.net/%zz/rest',
  '/relay/acme.atlassian.net/%2',
];

const PRIVATE = ['/relay/inside.example/rest', '/relay/both.example/rest'];

const rows = [
  ...UNKNOWN.map((path) => [path, 403, 'GATEWAY_TARGET_UNKNOWN']),
  ...BAD.map((path) => [path, 400, 'GATEWAY_BAD_REQUEST']),
  ...PRIVATE.map((path) => [path, 403, 'GATEWAY_PRIVATE_ADDRESS']),
];
for (const [path, status, code] of rows) {
  test(`refused: ${path}`, async () => {
    const answer = await send(gateway.url, path, { headers: { Authorization: 'Basic canary' } });
    assert.deepEqual([answer.status, codeOf(answer)], [status, code]);
    assert.equal(JSON.parse(answer.body).code, code);
    assert.equal(everywhere.requests.length, 0);
  });
}

for (const path of [
  '/relay/acme.atlassian.net/a b',
  '/relay/acme.atlassian.net/\t../',
  '/relay/acme.atlassian.net/\u00e4',
]) {
  test(`refused, if need be by Node itself: ${JSON.stringify(path)}`, async () => {
    const answer = await send(gateway.url, path);
    assert.equal(answer.status, 400);
    assert.equal(everywhere.requests.length, 0);
  });
}

for (const host of ['', 'a b', 'evil.example@acme.atlassian.net', 'acme.atlassian.net/..']) {
  test(`the Host header has no say: ${JSON.stringify(host)}`, async () => {
    const answer = await send(gateway.url, '/relay/evil.example/', { headers: { Host: host } });
    assert.ok([400, 403].includes(answer.status), `${answer.status}`);
    assert.equal(everywhere.requests.length, 0);
  });
}

test('dots that a platform resolved before the gateway saw them stay inside', async () => {
  const handler = createGateway({
    origins: ['https://dashboard.example', 'https://gateway.example'],
    targets: [{ baseUrl: 'https://soar.example/tenant' }],
    fetch: anywhere,
  });
  const answer = await handler(new Request('https://gateway.example/soar.example/tenant/../other/%2e%2e/x'));
  assert.equal(codeOf(answer), 'GATEWAY_TARGET_UNKNOWN');
  assert.equal(everywhere.requests.length, 0);
});

test('the longest base URL wins', async () => {
  const seen = [];
  const targets = ['https://soar.example', 'https://soar.example/tenant'].map((baseUrl) => ({ baseUrl }));
  const handler = createGateway({
    origins: ['https://dashboard.example', 'https://gateway.example'],
    targets,
    fetch: anywhere,
    log: ({ target }) => seen.push(target),
  });
  for (const path of ['tenant/rest', 'tenantx/rest'])
    await handler(new Request(`https://gateway.example/soar.example/${path}`));
  assert.deepEqual(seen, ['https://soar.example/tenant', 'https://soar.example']);
});

test('a redirect to a private address is not followed', async () => {
  const secret = await startTarget();
  for (const status of [301, 302, 303, 307, 308]) {
    const redirecting = await startTarget((_, response) => response.writeHead(status, { location: secret.url }).end());
    const targets = [{ baseUrl: redirecting.url }];
    const handler = createGateway({
      origins: ['https://dashboard.example', 'https://gateway.example'],
      targets,
      allowPrivate: [redirecting.url],
    });
    const answer = await handler(
      new Request(`https://gateway.example/127.0.0.1:${redirecting.port}/`, { method: 'POST', body: 'x' }),
    );
    assert.deepEqual([answer.status, codeOf(answer)], [502, 'GATEWAY_REDIRECT']);
    assert.equal(answer.headers.get('location'), null);
    assert.equal(redirecting.requests.length, 1);
    redirecting.close();
  }
  assert.equal(secret.requests.length, 0);
  secret.close();
});
