/** What passes, what does not, and the limits, against real servers. */

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { createGateway } from 'case-connectors/gateway';
import { resolve, serve, toNodeListener } from 'case-connectors/gateway/node';

import { codeOf, send, startTarget } from './lib/servers.mjs';

const PAGE = 'https://dashboard.example';
let target;
let gateway;
let answer;
const entries = [];
const options = () => ({
  prefix: '/relay',
  origins: [PAGE],
  targets: [{ baseUrl: target.url }],
  allowPrivate: [target.url],
  log: (entry) => entries.push(entry),
});
const path = (rest = '/rest') => `/relay/127.0.0.1:${target.port}${rest}`;

/** One call through a gateway of its own. */
async function through(more, request, rest) {
  const other = await serve(createGateway({ ...options(), ...more }));
  try {
    return await send(other.url, path(rest), request);
  } finally {
    await other.close();
  }
}

before(async () => {
  target = await startTarget((request, response) => answer(request, response));
  gateway = await serve(createGateway(options()));
});
after(() => {
  gateway.close();
  target.close();
});
beforeEach(() => {
  answer = (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"fine":true}');
  target.requests.length = 0;
  entries.length = 0;
});

test('only the headers that the systems need go on', async () => {
  const headers = {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    Authorization: 'Basic canary',
    Origin: PAGE,
    Referer: `${PAGE}/cases`,
    Cookie: 'session=canary',
    'User-Agent': 'Mozilla/5.0',
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-CH-UA': 'x',
    'X-Forwarded-For': '1.1.1.1',
    'X-Forwarded-Host': 'evil.example',
    Forwarded: 'for=1.1.1.1',
    Via: 'x',
    TE: 'trailers',
    'Keep-Alive': 'timeout=5',
    'Proxy-Authorization': 'Basic x',
    'X-HTTP-Method-Override': 'DELETE',
    'X-Atlassian-Token': 'check',
    'X-Case-Connectors-Gateway': 'x',
    'X-Anything': 'x',
  };
  const got = await send(gateway.url, path('/rest?a=%2e%2e&b=c'), { method: 'POST', headers, body: '{"a":"b"}' });
  assert.equal(got.status, 200);
  assert.equal(got.body, '{"fine":true}');
  const [{ method, url, headers: seen, body }] = target.requests;
  assert.deepEqual([method, url, body], ['POST', '/rest?a=%2e%2e&b=c', '{"a":"b"}']);
  // What Node's fetch adds by itself. It tells the mode of its own call, not the page's.
  assert.equal(seen['sec-fetch-mode'], 'cors');
  for (const own of ['host', 'connection', 'content-length', 'accept-encoding', 'accept-language', 'sec-fetch-mode'])
    delete seen[own];
  assert.deepEqual(seen, {
    accept: 'application/json',
    'content-type': 'application/json',
    authorization: 'Basic canary',
    'user-agent': 'case-connectors-gateway',
    'x-atlassian-token': 'no-check',
  });
});

for (const method of ['GET', 'POST', 'PUT', 'PATCH']) {
  test(`${method} passes`, async () => {
    assert.equal((await send(gateway.url, path(), { method })).status, 200);
    assert.equal(target.requests[0].method, method);
  });
}
for (const method of ['DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'POSTX']) {
  test(`${method} does not`, async () => {
    const got = await send(gateway.url, path(), { method });
    assert.ok([405, 400].includes(got.status), `${got.status}`);
    assert.equal(target.requests.length, 0);
  });
}

test('only the headers that a page needs come back, and it may read them', async () => {
  answer = (_, response) =>
    response
      .writeHead(429, {
        'Content-Type': 'text/html',
        'Retry-After': '7',
        'X-RateLimit-Limit': '5',
        'X-RateLimit-Reset': '1789374783',
        'RateLimit-Reason': 'jira-burst-based',
        Location: 'https://acme.atlassian.net/x',
        'X-Total-Count': '3',
        'X-Seraph-LoginReason': 'AUTHENTICATION_DENIED',
        'X-Authentication-Denied-Reason': 'CAPTCHA_CHALLENGE; login-url=https://jira.example/login.jsp',
        'Set-Cookie': 'session=canary',
        'WWW-Authenticate': 'Basic',
        'Access-Control-Allow-Origin': '*',
        'X-Case-Connectors-Gateway': 'GATEWAY_ORIGIN',
        'Cache-Control': 'public',
        'Content-Security-Policy': 'x',
        Refresh: '0;url=https://evil.example',
        Server: 'x',
      })
      .end('<script>');
  const { status, headers, body } = await send(gateway.url, path(), { headers: { Origin: PAGE } });
  for (const own of ['date', 'connection', 'content-length']) headers.delete(own);
  assert.deepEqual([status, body], [429, '<script>']);
  assert.deepEqual(Object.fromEntries(headers), {
    'content-type': 'text/html',
    'retry-after': '7',
    'x-ratelimit-limit': '5',
    'x-ratelimit-reset': '1789374783',
    'ratelimit-reason': 'jira-burst-based',
    location: 'https://acme.atlassian.net/x',
    'x-total-count': '3',
    'x-seraph-loginreason': 'AUTHENTICATION_DENIED',
    'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=https://jira.example/login.jsp',
    'x-case-connectors-gateway-limits': 'request=1048576, answer=8388608, ms=30000',
    'access-control-allow-origin': PAGE,
    'access-control-expose-headers':
      'x-case-connectors-gateway, x-case-connectors-gateway-limits, content-type, location, ratelimit-reason, retry-after, x-authentication-denied-reason, x-ratelimit-limit, x-ratelimit-reset, x-seraph-loginreason, x-total-count',
    vary: 'Origin',
    'cache-control': 'no-store',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  });
});

test('an answer without a body stays one', async () => {
  answer = (_, response) => response.writeHead(204).end();
  const got = await send(gateway.url, path(), { method: 'PUT', body: '{}' });
  assert.deepEqual([got.status, got.body], [204, '']);
});

test('a request at the limit passes; one byte more does not, announced or not', async () => {
  const more = { maxRequestBytes: 1000 };
  assert.equal((await through(more, { method: 'POST', body: 'x'.repeat(1000) })).status, 200);
  assert.equal(target.requests[0].body.length, 1000);
  const announced = await through(more, { method: 'POST', body: 'x'.repeat(1001) });
  assert.deepEqual([announced.status, codeOf(announced)], [413, 'GATEWAY_BODY_TOO_LARGE']);

  const other = await serve(createGateway({ ...options(), ...more }));
  const chunks = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(600)),
  });
  const request = { method: 'POST', headers: { origin: PAGE }, body: chunks, duplex: 'half' };
  const unannounced = await fetch(other.url + path(), request).catch(() => null);
  await other.close();
  assert.ok(unannounced === null || unannounced.status === 413);
  assert.equal(entries.at(-1).code, 'GATEWAY_BODY_TOO_LARGE');
  assert.equal(target.requests.length, 1);
});

test('an answer at the limit passes; one byte more does not, and compression hides nothing', async () => {
  const more = { maxResponseBytes: 100_000 };
  answer = (_, response) => response.end('x'.repeat(100_000));
  assert.equal((await through(more)).body.length, 100_000);
  answer = (_, response) => response.end('x'.repeat(100_001));
  assert.equal(codeOf(await through(more)), 'GATEWAY_ANSWER_TOO_LARGE');
  answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(50_000)));
  const unpacked = await through(more);
  assert.deepEqual([unpacked.body.length, unpacked.headers.get('content-encoding')], [50_000, null]);
  answer = (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1_000_000)));
  const bomb = await through(more);
  assert.deepEqual([bomb.status, codeOf(bomb)], [502, 'GATEWAY_ANSWER_TOO_LARGE']);
});

test('a target that keeps silent, or stops half way, is left after the time limit', async () => {
  for (const begin of [() => {}, (_, response) => response.writeHead(200).write('{')]) {
    answer = begin;
    const got = await through({ timeoutMs: 50 });
    assert.deepEqual([got.status, codeOf(got)], [504, 'GATEWAY_TIMEOUT']);
    assert.match(got.body, /may have been carried out/);
  }
});

test('a resolver that keeps silent, too', async () => {
  const baseUrl = 'https://soar.example';
  const handler = createGateway({
    origins: [PAGE, 'https://gateway.example'],
    targets: [{ baseUrl }],
    resolve: () => new Promise(() => {}),
    timeoutMs: 20,
    fetch: () => assert.fail(),
  });
  assert.equal(codeOf(await handler(new Request('https://gateway.example/soar.example/'))), 'GATEWAY_TIMEOUT');
});

test('a target that is not there, drops the connection or speaks no HTTP', async () => {
  answer = (request) => request.socket.destroy();
  const dropped = await send(gateway.url, path(), { method: 'POST', body: '{}' });
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('half');
    response.socket.end();
  };
  const half = await send(gateway.url, path());
  const server = createServer((socket) => socket.resume().end('SSH-2.0-x\r\n'));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const baseUrl = `http://127.0.0.1:${server.address().port}`;
  const handler = createGateway({
    origins: [PAGE, 'https://gateway.example'],
    targets: [{ baseUrl }],
    allowPrivate: [baseUrl],
  });
  const request = () => new Request(`https://gateway.example/${baseUrl.slice(7)}/`);
  const strange = await handler(request());
  await new Promise((done) => server.close(done));
  const absent = await handler(request());
  for (const got of [dropped, half, strange, absent]) {
    assert.deepEqual([got.status, codeOf(got)], [502, 'GATEWAY_UNREACHABLE']);
  }
  assert.match(dropped.body, /may have been carried out/);
});

test('the log and the refusals hold no secret', async () => {
  const headers = { Authorization: 'Basic canary', Cookie: 'canary', Origin: PAGE };
  const request = { method: 'POST', headers, body: '{"text":"canary"}' };
  const more = {
    fetch: async () => {
      throw new Error('canary');
    },
  };
  const got = [
    await send(gateway.url, path('/rest/canary?q=canary'), request),
    await through(more, request, '/canary?q=canary'),
    await send(gateway.url, '/relay/canary.example/canary?canary', request),
    await send(gateway.url, path('/canary/../canary'), request),
    await send(gateway.url, path(), { ...request, headers: { ...headers, Origin: 'https://canary.example' } }),
  ];
  assert.deepEqual(got.map(codeOf), [
    null,
    'GATEWAY_UNREACHABLE',
    'GATEWAY_TARGET_UNKNOWN',
    'GATEWAY_BAD_REQUEST',
    'GATEWAY_ORIGIN',
  ]);
  for (const { body, headers: seen } of got) {
    seen.delete('access-control-allow-origin');
    assert.ok(!JSON.stringify([body, ...seen]).includes('canary'));
  }
  assert.ok(!JSON.stringify(entries).includes('canary'));
  assert.deepEqual(
    entries.map((entry) => entry.status),
    got.map(({ status }) => status),
  );
  const [{ ms, ...first }] = entries;
  assert.deepEqual(first, { method: 'POST', target: target.url, status: 200, code: null });
  assert.ok(Number.isInteger(ms));
});

test('a log that fails does not fail the request', async () => {
  const log = () => {
    throw new Error('disk full');
  };
  assert.equal((await through({ log })).status, 200);
});

test('Node: a handler that fails is answered, and names resolve', async () => {
  const other = await serve(async () => {
    throw new Error('canary');
  });
  const got = await send(other.url, '/');
  await other.close();
  assert.deepEqual([got.status, codeOf(got)], [500, 'GATEWAY_FAULT']);
  assert.ok(!got.body.includes('canary'));
  assert.ok((await resolve('localhost')).some((address) => ['127.0.0.1', '::1'].includes(address)));
  assert.equal(typeof toNodeListener(async () => new Response()), 'function');
  await assert.rejects(
    serve(async () => new Response(), { port: target.port }),
    { code: 'EADDRINUSE' },
  );
});
