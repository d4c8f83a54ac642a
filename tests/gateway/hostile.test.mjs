// What a caller or a target sends to lead the gateway astray.
import assert from 'node:assert/strict';
import { Agent, createServer, request as nodeRequest } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';

import { createGateway } from 'case-connectors/gateway';
import { serve } from 'case-connectors/gateway/node';

const PAGE = 'https://dashboard.example';
let target;
let gateway;
let respond = (response) => response.end('{}');
const seen = [];

before(async () => {
  const server = createServer((request, response) => {
    seen.push(request.url);
    request.resume();
    respond(response);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  target = { url: `http://127.0.0.1:${server.address().port}`, port: server.address().port, server };
  gateway = await serve(
    createGateway({
      prefix: '/relay',
      origins: [PAGE],
      targets: [{ baseUrl: `${target.url}/tenant` }],
      allowPrivate: [`${target.url}/tenant`],
      timeoutMs: 500,
    }),
  );
});
after(() => {
  gateway.close();
  target.server.closeAllConnections();
  target.server.close();
});

/** A request as it is, byte by byte: `fetch` would repair it. */
function raw(path, { host, method = 'GET', body, agent } = {}) {
  const { hostname, port } = new URL(gateway.url);
  return new Promise((done, failed) => {
    const sent = nodeRequest(
      { hostname, port, path, method, agent, headers: { host: host ?? `${hostname}:${port}`, origin: PAGE } },
      (answer) => {
        let text = '';
        answer
          .on('data', (chunk) => (text += chunk))
          .on('end', () =>
            done({
              status: answer.statusCode,
              headers: answer.headers,
              code: answer.headers['x-case-connectors-gateway'],
              text,
            }),
          );
      },
    ).on('error', failed);
    sent.end(body);
  });
}
const below = (rest) => `/relay/127.0.0.1:${target.port}/tenant${rest}`;

for (const rest of [
  '/%25%32%65%25%32%65/x',
  '/..%3b/x',
  '/%2e%2e%3bx/y',
  '/..%253b/x',
  '/%c0%ae%c0%ae/x',
  '/%C0%AF',
  '/%e0%80%ae/x',
  '/%f0%80%80%ae/x',
  '/%25c0%25ae/x',
  '/%25%35%63',
  '/%252525252e/x',
  '/a%25%30%30b',
  '/%ff',
  '/%u002e',
  '/;/../x',
  '/x/%25%32%66..',
])
  test(`refused: ${rest}`, async () => {
    seen.length = 0;
    const { status, code } = await raw(below(rest));
    assert.deepEqual([status, code, seen], [400, 'GATEWAY_BAD_REQUEST', []]);
  });

for (const rest of ['/a%20b', '/100%25', '/%C3%A4', '/a;b=c', '/x%3By', '/a..b', '/q?x=..%2f..'])
  test(`passed on as it came: ${rest}`, async () => {
    seen.length = 0;
    assert.equal((await raw(below(rest))).status, 200);
    assert.deepEqual(seen, [`/tenant${rest}`]);
  });

for (const host of ['x/relay/127.0.0.1:1', 'a@b', 'a b', 'a/', '[::1', 'a:b', 'a?x', 'a#x', 'a\\b', ','])
  test(`no host: ${host}`, async () => {
    seen.length = 0;
    const { status, code, headers } = await raw(below('/x'), { host });
    assert.deepEqual([status, code, seen], [400, 'GATEWAY_BAD_REQUEST', []]);
    // As every answer.
    assert.match(headers['x-case-connectors-gateway-limits'], /^request=/);
    const said = ['cache-control', 'vary', 'x-content-type-options', 'access-control-allow-origin'];
    assert.deepEqual(
      said.map((name) => headers[name]),
      ['no-store', 'Origin', 'nosniff', PAGE],
    );
  });

test('the limit of time is one for all, the body of the request too', async () => {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `POST ${below('/x')} HTTP/1.1\r\nhost: ${hostname}:${port}\r\norigin: ${PAGE}\r\ncontent-length: 100\r\n\r\nslow`,
  );
  const text = await new Promise((done) => socket.once('data', (chunk) => done(String(chunk))));
  socket.destroy();
  assert.match(text, /^HTTP\/1\.1 504 /);
  assert.match(text, /GATEWAY_TIMEOUT/);
});

for (const [what, path, size, status] of [
  ['that nobody reads', () => '/relay/elsewhere.example/x', 300_000, 403],
  ['that is too large', () => below('/x'), 3_000_000, 413],
])
  test(`a body ${what} does not stand in the way of the next request`, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const body = 'x'.repeat(size);
    assert.equal((await raw(path(), { method: 'POST', body, agent })).status, status);
    assert.equal((await raw(below('/x'), { agent })).status, 200);
    agent.destroy();
  });

test('a body without an end is not read for ever', async () => {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  const host = `${hostname}:${port}`;
  socket.write(`POST /relay/x HTTP/1.1\r\nhost: ${host}\r\norigin: ${PAGE}\r\ntransfer-encoding: chunked\r\n\r\n`);
  const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
  let answer = '';
  socket.on('data', (data) => (answer += data)).on('error', () => {});
  const closed = new Promise((done) => socket.once('close', done));
  const send = () => !socket.destroyed && socket.write(chunk, send);
  send();
  await closed;
  assert.match(answer, /GATEWAY_TARGET_UNKNOWN/);
});

test('a limit of time that no timer can have is refused', () => {
  const options = { origins: [PAGE], targets: [{ baseUrl: 'https://a.example' }] };
  assert.throws(() => createGateway({ ...options, timeoutMs: 2 ** 31 }), { code: 'GATEWAY_OPTIONS' });
  createGateway({ ...options, timeoutMs: 2 ** 31 - 1 });
});

test('a login check that does not end is ended', async () => {
  const handler = createGateway({
    origins: [PAGE],
    targets: [{ baseUrl: target.url }],
    allowPrivate: [target.url],
    timeoutMs: 50,
    authorize: () => new Promise(() => {}),
  });
  const answer = await handler(new Request(`${PAGE}/127.0.0.1:${target.port}/x`, { headers: { origin: PAGE } }));
  assert.equal(answer.headers.get('x-case-connectors-gateway'), 'GATEWAY_TIMEOUT');
});

for (const status of [999, 600, 777])
  test(`status ${status} is the target's fault`, async () => {
    respond = (response) => response.writeHead(status).end('{}');
    const answer = await raw(below('/x'));
    assert.deepEqual([answer.status, answer.code], [502, 'GATEWAY_UNREACHABLE']);
    assert.match(answer.text, new RegExp(status));
    respond = (response) => response.end('{}');
  });

test('each answer says what the gateway takes', async () => {
  for (const rest of ['/x', '/..%3b/x']) {
    const { headers } = await raw(below(rest));
    assert.equal(headers['x-case-connectors-gateway-limits'], 'request=1048576, answer=8388608, ms=500');
    assert.match(headers['access-control-expose-headers'], /x-case-connectors-gateway-limits/);
  }
});

test('nobody starts a gateway that does not know who may call', () => {
  for (const options of [
    { targets: [{ baseUrl: target.url }], allowPrivate: [target.url] },
    { targets: [{ baseUrl: 'https://a.example' }] },
    { targets: [{ baseUrl: 'https://a.example', connectorId: 'c', authorization: () => 'x' }], authorize: () => true },
  ])
    for (const origins of [undefined, []])
      assert.throws(() => createGateway({ ...options, origins }), { code: 'GATEWAY_OPTIONS' });
});
