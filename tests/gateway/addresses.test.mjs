/** Private hosts: refused in the options by their look, and at each request by their addresses. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createGateway } from 'case-connectors/gateway';

import { codeOf } from './lib/servers.mjs';

const PRIVATE = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.0.9',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '239.1.1.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '0:0:0:0:0:0:0:1',
  '::127.0.0.1',
  '::8.8.8.8',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:a9fe:a9fe',
  'fc00::1',
  'fdff::1',
  'fe80::1',
  'fe80::1%eth0',
  'febf::1',
  'fec0::1',
  'ff02::1',
  '2001:db8::1',
  '2001:0:53aa:64c::1',
  '2001::1',
  '2001:10::1',
  '2002:7f00:1::',
  '2002:808:808::1',
  '3fff::1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::8.8.8.8',
  '100::1',
  '5f00::1',
  '4000::1',
];
const PUBLIC = [
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450:4001::1',
  '2001:4860:4860::8888',
  '2001:200::1',
  '3ffe::1',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
];
const NONSENSE = [
  '',
  'localhost',
  '1.2.3',
  '1.2.3.4.5',
  '256.1.1.1',
  '08.8.8.8',
  '0x8.8.8.8',
  '8.8.8.8 ',
  '134744072',
  ':',
  '::g',
  '1::2::3',
];

async function call(addresses) {
  let sent = 0;
  const handler = createGateway({
    origins: ['https://dashboard.example', 'https://gateway.example'],
    targets: [{ baseUrl: 'https://soar.example' }],
    resolve: async (host) => {
      assert.equal(host, 'soar.example');
      return addresses;
    },
    fetch: async () => {
      sent += 1;
      return new Response('{}');
    },
  });
  const answer = await handler(new Request('https://gateway.example/soar.example/rest'));
  return { code: codeOf(answer), sent };
}

for (const address of [...PRIVATE, ...NONSENSE]) {
  test(`a name that leads to "${address}" is not called`, async () => {
    assert.deepEqual(await call([address]), { code: 'GATEWAY_PRIVATE_ADDRESS', sent: 0 });
    assert.deepEqual(await call(['1.1.1.1', address]), { code: 'GATEWAY_PRIVATE_ADDRESS', sent: 0 });
  });
}
for (const address of PUBLIC) {
  test(`a name that leads to ${address} is called`, async () => {
    assert.deepEqual(await call([address]), { code: null, sent: 1 });
  });
}

test('a name without an address is not called', async () => {
  assert.deepEqual(await call([]), { code: 'GATEWAY_UNREACHABLE', sent: 0 });
});

test('a name that the resolver fails on is not called', async () => {
  const handler = createGateway({
    origins: ['https://dashboard.example', 'https://gateway.example'],
    targets: [{ baseUrl: 'https://soar.example' }],
    resolve: () => Promise.reject(new Error('canary')),
    fetch: () => assert.fail('called'),
  });
  const answer = await handler(new Request('https://gateway.example/soar.example/rest'));
  assert.equal(codeOf(answer), 'GATEWAY_UNREACHABLE');
  assert.ok(!(await answer.text()).includes('canary'));
});

const hosts = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  'printer.local',
  'db.internal',
  'router.home.arpa',
  'intranet',
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '0x7f.0.0.1',
  '0',
  '10.0.0.1',
  '169.254.169.254',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[fd12::1]',
  '[fe80::1]',
  '[64:ff9b::a00:1]',
  '[2002:7f00:1::]',
  '\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3',
  '\uff11\uff12\uff17.0.0.1',
];
for (const host of hosts) {
  test(`as a base URL, https://${host} must be excepted by name`, () => {
    const targets = [{ baseUrl: `https://${host}` }];
    assert.throws(() => createGateway({ origins: ['https://dashboard.example', 'https://gateway.example'], targets }), {
      code: 'GATEWAY_OPTIONS',
    });
    assert.throws(
      () =>
        createGateway({
          origins: ['https://dashboard.example', 'https://gateway.example'],
          targets,
          allowPrivate: [`https://${host}:8443`],
        }),
      {
        code: 'GATEWAY_OPTIONS',
      },
    );
    assert.throws(
      () =>
        createGateway({
          origins: ['https://dashboard.example', 'https://gateway.example'],
          targets,
          allowPrivate: [`https://${host}/other`],
        }),
      {
        code: 'GATEWAY_OPTIONS',
      },
    );
    createGateway({
      origins: ['https://dashboard.example', 'https://gateway.example'],
      targets,
      allowPrivate: [`https://${host}`],
    });
  });
}

const wrong = {
  'nobody who may call': { targets: [{ baseUrl: 'https://a.example' }], origins: [] },
  'no target': {},
  'an empty list': { targets: [] },
  'no URL': { targets: [{ baseUrl: 'acme.atlassian.net' }] },
  http: { targets: [{ baseUrl: 'http://acme.atlassian.net' }] },
  'http, excepted but not on this machine': {
    targets: [{ baseUrl: 'http://10.0.0.1' }],
    allowPrivate: ['http://10.0.0.1'],
  },
  'http, excepted by a name that only looks like this machine': {
    targets: [{ baseUrl: 'http://localhost.evil.example' }],
    allowPrivate: ['http://localhost.evil.example'],
  },
  'another scheme': { targets: [{ baseUrl: 'ftp://acme.atlassian.net' }] },
  'a user': { targets: [{ baseUrl: 'https://user@acme.atlassian.net' }] },
  'a password': { targets: [{ baseUrl: 'https://user:password@acme.atlassian.net' }] },
  'an empty user': { targets: [{ baseUrl: 'https://@acme.atlassian.net' }] },
  'a query': { targets: [{ baseUrl: 'https://acme.atlassian.net?x' }] },
  'a fragment': { targets: [{ baseUrl: 'https://acme.atlassian.net#' }] },
  'encoded dots': { targets: [{ baseUrl: 'https://acme.atlassian.net/a%2fb' }] },
  'the same twice': { targets: [{ baseUrl: 'https://a.example' }, { baseUrl: 'https://A.example:443/' }] },
  'one name by two schemes': {
    targets: [{ baseUrl: 'https://127.0.0.1:1' }, { baseUrl: 'http://127.0.0.1:1' }],
    allowPrivate: ['https://127.0.0.1:1', 'http://127.0.0.1:1'],
  },
  'a prefix without a slash': { targets: [{ baseUrl: 'https://a.example' }], prefix: 'relay' },
  'a prefix with dots': { targets: [{ baseUrl: 'https://a.example' }], prefix: '/a/../b?' },
  'an origin with a path': { targets: [{ baseUrl: 'https://a.example' }], origins: ['https://dashboard.example/'] },
  'every origin': { targets: [{ baseUrl: 'https://a.example' }], origins: ['*'] },
  'the origin null': { targets: [{ baseUrl: 'https://a.example' }], origins: ['null'] },
  'no time': { targets: [{ baseUrl: 'https://a.example' }], timeoutMs: 0 },
  'no limit': { targets: [{ baseUrl: 'https://a.example' }], maxRequestBytes: Infinity },
};
for (const [what, options] of Object.entries(wrong)) {
  test(`options: ${what}`, () => {
    assert.throws(
      () => createGateway({ origins: ['https://dashboard.example', 'https://gateway.example'], ...options }),
      (error) => error.code === 'GATEWAY_OPTIONS' && error.remedy.length > 10,
    );
  });
}
