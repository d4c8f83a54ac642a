/** Who may call: origins, the host's login check, and the connectors whose secrets the gateway holds. */

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { createGateway } from 'case-connectors/gateway';

import { codeOf, startTarget } from './lib/servers.mjs';

const PAGE = 'https://dashboard.example';
const OWN = 'https://gateway.example';
let target;
before(async () => {
  target = await startTarget();
});
after(() => target.close());
beforeEach(() => {
  target.requests.length = 0;
});

const relay = (more) =>
  createGateway({ origins: [OWN], targets: [{ baseUrl: target.url }], allowPrivate: [target.url], ...more });

const holding = (more = {}, secret = () => 'Bearer held-canary') =>
  createGateway({
    origins: [PAGE, OWN],
    targets: [
      { baseUrl: target.url, connectorId: 'one', authorization: secret },
      { baseUrl: target.url, connectorId: 'two', authorization: async () => 'Bearer second' },
    ],
    allowPrivate: [target.url],
    authorize: (request) => request.headers.get('cookie') === 'session=known',
    ...more,
  });

function call(handler, headers = {}, { method = 'POST', own = OWN } = {}) {
  const url = `${own}/127.0.0.1:${target.port}/rest`;
  return handler(new Request(url, { method, headers, body: method === 'POST' ? '{}' : undefined }));
}
const allowed = (answer) => answer.headers.get('access-control-allow-origin');

const known = { Origin: PAGE, Cookie: 'session=known', 'X-Case-Connectors-Connector': 'one' };

test('without origins, only pages of the same origin may call', async () => {
  assert.equal((await call(relay(), { Origin: OWN })).status, 200);
  for (const origin of [
    PAGE,
    'null',
    'http://gateway.example',
    `${OWN}:8443`,
    `${OWN}.evil.example`,
    'https://GATEWAY.example',
  ]) {
    const answer = await call(relay(), { Origin: origin });
    assert.deepEqual([answer.status, codeOf(answer), allowed(answer)], [403, 'GATEWAY_ORIGIN', null], origin);
  }
  assert.equal(target.requests.length, 1);
});

test('with origins, exactly these', async () => {
  const handler = relay({ origins: [PAGE, 'http://localhost:5173'] });
  for (const origin of [PAGE, 'http://localhost:5173']) {
    const answer = await call(handler, { Origin: origin });
    assert.deepEqual([answer.status, allowed(answer), answer.headers.get('vary')], [200, origin, 'Origin']);
    assert.equal(answer.headers.get('access-control-allow-credentials'), null);
  }
  for (const origin of [
    OWN,
    'null',
    `${PAGE}.evil.example`,
    'http://dashboard.example',
    'http://localhost',
    `${PAGE}, ${PAGE}`,
  ]) {
    assert.equal(codeOf(await call(handler, { Origin: origin })), 'GATEWAY_ORIGIN', origin);
  }
});

test('what another site embeds is refused without an Origin too', async () => {
  for (const [site, code] of [
    ['cross-site', 'GATEWAY_ORIGIN'],
    ['same-site', 'GATEWAY_ORIGIN'],
    ['same-origin', null],
    ['none', null],
  ]) {
    assert.equal(codeOf(await call(relay(), { 'Sec-Fetch-Site': site }, { method: 'GET' })), code, site);
  }
  assert.equal(codeOf(await call(relay(), {}, { method: 'GET' })), null);
});

test('a preflight is answered by the gateway, for every path', async () => {
  const handler = holding();
  const asks = {
    Origin: PAGE,
    'Access-Control-Request-Method': 'PATCH',
    'Access-Control-Request-Headers': 'authorization',
  };
  for (const path of [`/127.0.0.1:${target.port}/rest`, '/unknown.example/', '/a//b']) {
    const answer = await handler(new Request(OWN + path, { method: 'OPTIONS', headers: asks }));
    assert.deepEqual([answer.status, allowed(answer), codeOf(answer)], [204, PAGE, null]);
    assert.equal(answer.headers.get('access-control-allow-methods'), 'GET, POST, PUT, PATCH');
    assert.equal(
      answer.headers.get('access-control-allow-headers'),
      'accept, authorization, content-type, x-case-connectors-connector',
    );
    assert.equal(answer.headers.get('access-control-allow-credentials'), 'true');
  }
  const foreign = await handler(
    new Request(`${OWN}/`, { method: 'OPTIONS', headers: { ...asks, Origin: 'https://evil.example' } }),
  );
  assert.deepEqual([foreign.status, codeOf(foreign), allowed(foreign)], [403, 'GATEWAY_ORIGIN', null]);
  assert.equal(target.requests.length, 0);
});

test('a page can read every refusal', async () => {
  const answer = await relay({ origins: [PAGE] })(new Request(`${OWN}/a/%2e%2e/b`, { headers: { Origin: PAGE } }));
  assert.equal(allowed(answer), PAGE);
  assert.match(answer.headers.get('access-control-expose-headers'), /x-case-connectors-gateway/);
  const { code, message, remedy } = await answer.json();
  assert.equal(code, codeOf(answer));
  assert.ok(message.length > 10 && remedy.length > 10);
});

test('a relay asks the login check too, where there is one', async () => {
  const asked = [];
  const authorize = async (request) => {
    asked.push(request.url);
    return false;
  };
  const answer = await call(relay({ authorize }));
  assert.deepEqual([answer.status, codeOf(answer)], [401, 'GATEWAY_UNAUTHORIZED']);
  assert.equal(asked.length, 1);
  assert.equal((await call(relay({ authorize: () => true }))).status, 200);
  assert.equal(target.requests.length, 1);
});

test('the gateway adds the secret that it holds, and passes neither id nor cookie on', async () => {
  assert.equal((await call(holding(), known)).status, 200);
  assert.equal((await call(holding(), { ...known, 'X-Case-Connectors-Connector': 'two' })).status, 200);
  assert.deepEqual(
    target.requests.map(({ headers }) => headers.authorization),
    ['Bearer held-canary', 'Bearer second'],
  );
  for (const { headers } of target.requests) {
    assert.deepEqual(
      [headers['x-case-connectors-connector'], headers.cookie, headers.origin],
      [undefined, undefined, undefined],
    );
  }
});

const refused = {
  'nobody is logged in': [{ ...known, Cookie: '' }, 'GATEWAY_UNAUTHORIZED'],
  'the session is another': [{ ...known, Cookie: 'session=other' }, 'GATEWAY_UNAUTHORIZED'],
  'the connector is unknown': [{ ...known, 'X-Case-Connectors-Connector': 'three' }, 'GATEWAY_TARGET_UNKNOWN'],
  'the connector is named as objects name theirs': [
    { ...known, 'X-Case-Connectors-Connector': '__proto__' },
    'GATEWAY_TARGET_UNKNOWN',
  ],
  'two connectors are named': [{ ...known, 'X-Case-Connectors-Connector': 'one, two' }, 'GATEWAY_TARGET_UNKNOWN'],
  'the page sends its own secret': [{ ...known, Authorization: 'Basic x' }, 'GATEWAY_BAD_REQUEST'],
  'no connector is named': [{ Origin: PAGE, Cookie: 'session=known' }, 'GATEWAY_BAD_REQUEST'],
  'the page tries to relay': [
    { Origin: PAGE, Cookie: 'session=known', Authorization: 'Basic x' },
    'GATEWAY_BAD_REQUEST',
  ],
  'the page is a foreign one': [{ ...known, Origin: 'https://evil.example' }, 'GATEWAY_ORIGIN'],
};
for (const [what, [headers, code]] of Object.entries(refused)) {
  test(`a secret is not used where ${what}`, async () => {
    const answer = await call(holding(), headers);
    assert.equal(codeOf(answer), code);
    assert.ok(!(await answer.text()).includes('canary'));
    assert.equal(target.requests.length, 0);
  });
}

test('without an Origin, the gateway must have been called by a listed name (DNS rebinding)', async () => {
  const { Origin, ...read } = known;
  assert.equal(codeOf(await call(holding(), read, { method: 'GET' })), null);
  assert.equal(codeOf(await call(holding(), read, { method: 'GET', own: 'https://evil.example' })), 'GATEWAY_ORIGIN');
  assert.equal(
    codeOf(await call(holding(), { ...known, Origin: 'https://evil.example' }, { own: 'https://evil.example' })),
    'GATEWAY_ORIGIN',
  );
  assert.equal(target.requests.length, 1);
});

test('one base URL may be relayed to and have secrets', async () => {
  const targets = [
    { baseUrl: target.url },
    { baseUrl: target.url, connectorId: 'one', authorization: () => 'Bearer held' },
  ];
  const handler = holding({ targets });
  const { 'X-Case-Connectors-Connector': _, ...own } = known;
  await call(handler, { ...own, Authorization: 'Basic mine' });
  await call(handler, known);
  assert.deepEqual(
    target.requests.map(({ headers }) => headers.authorization),
    ['Basic mine', 'Bearer held'],
  );
});

const broken = {
  throws: () => {
    throw new Error('canary');
  },
  rejects: () => Promise.reject(new Error('canary')),
  'answers nothing': () => undefined,
  'answers an empty text': () => '',
  'answers two lines': () => 'Bearer canary\r\nX: y',
};
for (const [what, secret] of Object.entries(broken)) {
  test(`where the secret's function ${what}, nothing is sent`, async () => {
    const entries = [];
    const answer = await call(holding({ log: (entry) => entries.push(entry) }, secret), known);
    assert.deepEqual([answer.status, codeOf(answer)], [500, 'GATEWAY_FAULT']);
    assert.ok(!JSON.stringify([await answer.text(), entries]).includes('canary'));
    assert.equal(target.requests.length, 0);
  });
}

test('a login check that fails lets nobody in', async () => {
  const authorize = () => Promise.reject(new Error('canary'));
  assert.equal(codeOf(await call(holding({ authorize }), known)), 'GATEWAY_FAULT');
  assert.equal(target.requests.length, 0);
});

const unsafe = {
  'login check': { authorize: undefined },
  origins: { origins: undefined },
  'any origin': { origins: [] },
};
for (const [what, more] of Object.entries(unsafe)) {
  test(`a gateway that holds secrets does not start without ${what}`, () => {
    assert.throws(() => holding(more), { code: 'GATEWAY_OPTIONS' });
  });
}

test('a target has both a connector id and a secret, or neither, and no id twice', () => {
  const one = { baseUrl: target.url, connectorId: 'one', authorization: () => 'x' };
  for (const targets of [[{ ...one, authorization: undefined }], [{ ...one, connectorId: undefined }], [one, one]]) {
    assert.throws(() => holding({ targets }), { code: 'GATEWAY_OPTIONS' });
  }
});
