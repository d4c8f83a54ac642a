/** The examples for nginx and Caddy, in the real programs, in front of a server with a certificate. */

import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';

import { codeOf, send, startTarget } from './lib/servers.mjs';

const PAGE = 'https://dashboard.example';
/** What a browser sends. */
const PAGES = {
  Accept: 'application/json',
  'Content-Type': 'application/json',
  Authorization: 'Basic canary',
  Origin: PAGE,
  Referer: `${PAGE}/cases`,
  Cookie: 'session=canary',
  'User-Agent': 'Mozilla/5.0',
  'Sec-Fetch-Site': 'cross-site',
  'X-Forwarded-For': '1.1.1.1',
  Forwarded: 'for=1.1.1.1',
  'X-Case-Connectors-Connector': 'x',
};
const folder = mkdtempSync(join(tmpdir(), 'case-connectors-gateway-'));
const path = (name) => join(folder, name);
const example = (name) => readFileSync(new URL(`../../docs/examples/${name}`, import.meta.url), 'utf8');
const isMissing = (program) => spawnSync(program, [FLAGS[program]]).error !== undefined;

/** Replaces names and paths of the example, each of which must be there. */
function fill(text, replacements) {
  for (const [from, to] of replacements) {
    assert.ok(text.includes(from), `the example has no ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

async function freePort() {
  const server = createTcpServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts one and waits until it listens, or says why it ended. Answers its address, and how to stop it. */
async function start(program, options, environment, port) {
  const child = spawn(program, options, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  child.stdout.on('data', (chunk) => (words += chunk));
  child.stderr.on('data', (chunk) => (words += chunk));
  const ended = new Promise((done) => child.once('exit', done));
  const listens = () =>
    new Promise((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true) || socket.destroy());
      socket.once('error', () => done(false));
    });
  while (!(await listens())) {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${words}`);
  }
  const stop = async () => {
    child.kill();
    await ended;
  };
  return [`http://127.0.0.1:${port}`, stop];
}

function certificate(name, host) {
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${host}`,
      '-addext',
      `subjectAltName=DNS:${host}`,
      '-keyout',
      path(`${name}.key`),
      '-out',
      path(`${name}.pem`),
    ],
    { stdio: 'ignore' },
  );
  return { key: readFileSync(path(`${name}.key`)), cert: readFileSync(path(`${name}.pem`)) };
}

/** Each puts its example in front of a port, trusting one certificate. */
const programs = {
  async nginx(target, trusted) {
    const port = await freePort();
    const server = fill(example('nginx.conf'), [
      ['listen 443 ssl;', `listen 127.0.0.1:${port};`],
      ['server_name dashboard.example;', 'server_name 127.0.0.1;'],
      ['ssl_certificate /etc/ssl/dashboard.example.pem;', ''],
      ['ssl_certificate_key /etc/ssl/dashboard.example.key;', ''],
      ['/etc/ssl/certs/ca-certificates.crt', path(`${trusted}.pem`)],
      ['acme.atlassian.net', `localhost:${target}`],
    ]);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${path(kind)};`,
    );
    const main = `daemon off; pid ${path(`${port}.pid`)}; error_log stderr; events {} http { access_log off; ${temporary.join(' ')}\n${server} }`;
    writeFileSync(path(`${port}.conf`), main);
    return start('nginx', ['-p', folder, '-c', path(`${port}.conf`), '-e', 'stderr'], {}, port);
  },
  async caddy(target, trusted) {
    const port = await freePort();
    const site = fill(example('Caddyfile'), [
      ['\ndashboard.example {', `\nhttp://127.0.0.1:${port} {`],
      ['acme.atlassian.net', `localhost:${target}`],
    ]);
    writeFileSync(path(`${port}.caddy`), `{\n\tadmin off\n\tauto_https off\n}\n${site}`);
    const environment = {
      SSL_CERT_FILE: path(`${trusted}.pem`),
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
    };
    return start('caddy', ['run', '--config', path(`${port}.caddy`), '--adapter', 'caddyfile'], environment, port);
  },
};
const FLAGS = { nginx: '-v', caddy: 'version', openssl: 'version' };

after(() => rmSync(folder, { recursive: true, force: true }));

for (const [name, program] of Object.entries(programs)) {
  const missing = [name, 'openssl'].find(isMissing);
  const skip = missing ? `${missing} is not installed. On Debian and Ubuntu: apt-get install ${missing}` : false;

  describe(name, { skip }, () => {
    let target;
    let gateway;
    let stop;
    let answer;
    let base;
    const names = [];
    const call = (rest, request) =>
      send(gateway, base + rest, { ...request, headers: { ...PAGES, ...request?.headers } });

    before(async () => {
      const own = certificate('trusted', 'localhost');
      const SNICallback = (asked, done) => done(null, void names.push(asked));
      target = await startTarget(
        (request, response) => answer(request, response),
        (listener) => createServer({ ...own, SNICallback }, listener),
      );
      base = `/relay/localhost:${target.port}`;
      [gateway, stop] = await program(target.port, 'trusted');
    });
    after(async () => {
      await stop?.();
      target?.close();
    });
    beforeEach(() => {
      target.requests.length = 0;
      answer = (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });

    test('relays, with the headers that the systems need', async () => {
      const got = await call('/rest/api/2/issue?x=y', { method: 'POST', body: '{"a":1}' });
      assert.equal(got.status, 200);
      const [{ method, url, headers, body }] = target.requests;
      assert.deepEqual(
        [method, url, body, headers.host],
        ['POST', '/rest/api/2/issue?x=y', '{"a":1}', `localhost:${target.port}`],
      );
      assert.deepEqual([...new Set(names)], ['localhost']);
      for (const own of ['host', 'connection', 'content-length', 'accept-encoding']) delete headers[own];
      assert.deepEqual(headers, {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: 'Basic canary',
        'user-agent': 'case-connectors-gateway',
        'x-atlassian-token': 'no-check',
      });
    });

    test('a page may read what it needs of the answer, and gets nothing else', async () => {
      answer = (_, response) =>
        response
          .writeHead(429, {
            'retry-after': '7',
            'x-ratelimit-reset': '1',
            location: 'https://acme.atlassian.net/x',
            'set-cookie': 'x=y',
            'access-control-allow-origin': '*',
            'access-control-allow-credentials': 'true',
            'www-authenticate': 'Basic',
            'x-case-connectors-gateway': 'GATEWAY_ORIGIN',
          })
          .end('slow down');
      const { status, headers, body } = await call('/rest');
      assert.deepEqual([status, body.includes('slow down')], [429, true]);
      const expected = {
        'retry-after': '7',
        'x-ratelimit-reset': '1',
        location: 'https://acme.atlassian.net/x',
        'set-cookie': null,
        'access-control-allow-origin': PAGE,
        'access-control-allow-credentials': null,
        'www-authenticate': null,
        'x-case-connectors-gateway': null,
        'cache-control': 'no-store',
        'content-security-policy': "sandbox; default-src 'none'",
        vary: 'Origin',
      };
      for (const [header, value] of Object.entries(expected)) assert.equal(headers.get(header), value, header);
      assert.match(headers.get('access-control-expose-headers'), /Retry-After/);
    });

    test('refuses foreign pages, other methods and other paths', async () => {
      for (const origin of ['https://evil.example', 'null', `${PAGE}.evil.example`]) {
        const got = await call('/rest', { headers: { Origin: origin } });
        assert.deepEqual([got.status, got.headers.get('access-control-allow-origin')], [403, null]);
      }
      assert.equal((await call('/rest', { method: 'DELETE' })).status, 405);
      const paths = [
        '/..%2frest',
        '/%2e%2e/rest',
        '/%252e%252e/rest',
        '//rest',
        '/a/../rest',
        '/..;/rest',
        '/a%5cb',
        '/a\\b',
        '/a@b',
        '/a%0d%0ab',
      ];
      // What leads out of the relay by itself ends like every other path of the site.
      const outside = (await send(gateway, '/relay/evil.example/', { headers: PAGES })).status;
      for (const rest of paths) assert.ok([400, outside].includes((await call(rest)).status), rest);
      for (const rest of ['/a/..;/rest', '/a%5cb', '/a@b', '/a%0d%0ab', '/a\\b'])
        assert.equal((await call(rest)).status, 400, rest);
      assert.equal(target.requests.length, 0);
    });

    test('serves no page of another name that leads here', async () => {
      const own = { ...PAGES, Origin: [] };
      for (const Host of [
        'evil.example',
        '127.0.0.1.evil.example',
        'localhost',
        'evil.example:443',
        '[::1]',
        '127.0.0.2',
      ]) {
        const got = await send(gateway, `${base}/rest`, { headers: { ...own, Host, 'Sec-Fetch-Site': 'same-origin' } });
        assert.deepEqual([target.requests.length, got.body.includes('{}')], [0, false], Host);
      }
      const got = await send(gateway, `${base}/rest`, { headers: { ...own, 'Sec-Fetch-Site': 'same-origin' } });
      assert.deepEqual([got.status, target.requests.length], [200, 1]);
    });

    test('answers a preflight itself', async () => {
      const got = await call('/rest', { method: 'OPTIONS', headers: { 'Access-Control-Request-Method': 'PUT' } });
      assert.deepEqual([got.status, got.headers.get('access-control-allow-origin')], [204, PAGE]);
      assert.match(got.headers.get('access-control-allow-headers'), /Authorization/);
      assert.match(got.headers.get('access-control-allow-methods'), /PATCH/);
      assert.equal(target.requests.length, 0);
    });

    test('follows no redirect', async () => {
      for (const status of [301, 302, 303, 307, 308]) {
        answer = (_, response) => response.writeHead(status, { location: '/elsewhere' }).end();
        const got = await call('/rest', { method: 'POST', body: '{}' });
        assert.deepEqual(
          [got.status, codeOf(got), JSON.parse(got.body).code],
          [502, 'GATEWAY_REDIRECT', 'GATEWAY_REDIRECT'],
        );
        assert.deepEqual([got.headers.get('location'), got.headers.get('access-control-allow-origin')], [null, PAGE]);
      }
      assert.equal(target.requests.length, 5);
    });

    test('a large body does not pass whole', async () => {
      const got = await fetch(`${gateway}${base}/rest`, { method: 'POST', body: 'x'.repeat(1_100_000) });
      assert.equal(got.status, 413);
    });

    test('a write whose answer is lost is not sent again', async () => {
      answer = (request) => request.socket.destroy();
      const got = await call('/lost', { method: 'POST', body: '{}' });
      assert.equal(got.status, 502);
      // The large body of before may arrive, in part, only now.
      assert.equal(target.requests.filter(({ url }) => url === '/lost').length, 1);
    });

    test('a target whose certificate is not trusted gets nothing', async () => {
      certificate('other', 'localhost');
      const [other, end] = await program(target.port, 'other');
      const got = await send(other, `${base}/untrusted`, { headers: PAGES });
      await end();
      assert.equal(got.status, 502);
      assert.ok(!target.requests.some(({ url }) => url === '/untrusted'));
    });
  });
}
