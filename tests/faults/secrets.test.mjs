/** A secret in every connector, looked for in all that a page, a system or a gateway ever shows or keeps. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { schedule } from './lib/schedule.mjs';
import { serve } from './lib/site.mjs';
import { World } from './lib/world.mjs';

const SYSTEMS = ['servicenow', 'jiraCloud', 'jiraDataCenter', 'resilient'];
const LEVELS = [
  { level: 'memory' },
  { level: 'device' },
  { level: 'passphrase', passphrase: 'a passphrase in its own right' },
];
const CANARY = 'c4nary-in-the-coal-mine';

let [site, browser, world, gateway, logged] = [];

before(async () => {
  site = await serve(process.env.PACKAGE_TARBALL);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH || undefined,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  world = await World.start(process.env.SIMULATORS_BIN);
  const part = (name) => import(pathToFileURL(join(site.folder, 'gateway', name)).href);
  const [{ createGateway }, { serve: listen }] = await Promise.all([part('index.js'), part('node.js')]);
  logged = [];
  const bases = SYSTEMS.map((system) => world.connector(system).config.apiUrl);
  gateway = await listen(
    createGateway({
      prefix: '/relay',
      origins: [new URL(site.url).origin],
      targets: bases.map((baseUrl) => ({ baseUrl })),
      allowPrivate: bases,
      log: (entry) => logged.push(JSON.stringify(entry)),
    }),
  );
});

after(async () => {
  await gateway?.close();
  await browser?.close();
  site?.stop();
  world?.stop();
});

/** The secrets of a draft, as they are and as basic authentication carries them. */
function forms({ config, secrets }) {
  const [secret] = Object.values(secrets);
  const user = config.username ?? config.email ?? config.apiKeyId ?? '';
  const basic = btoa(`${user}:${secret}`);
  return [secret, basic, btoa(secret), encodeURIComponent(secret)];
}

/** A page that uses everything, and all that was seen of it. */
async function use({ level, transport, drafts, name, echo }) {
  const context = await browser.newContext();
  if (echo) await context.route((url) => drafts.some(({ config }) => url.href.startsWith(config.apiUrl)), echo);
  const page = await context.newPage();
  const console_ = [];
  const requests = [];
  page.on('console', (message) => console_.push(message.text()));
  page.on('pageerror', (error) => console_.push(String(error)));
  page.on('request', (request) => requests.push(request));
  await page.goto(`${site.url}secrets.html`);
  const securityCase = { ...schedule(1, 0).versions[0], id: `use-${level.level}-${transport.kind}-${name}` };
  const states = await page.evaluate((options) => window.useEverything(options), {
    level,
    transport,
    drafts,
    securityCase,
  });
  const seen = {
    console: console_.join('\n'),
    dom: await page.content(),
    storage: await page.evaluate(() => window.dump()),
  };
  const network = await Promise.all(
    requests.map(async (request) => ({
      url: request.url(),
      body: request.postData() ?? '',
      headers: await request.allHeaders(),
    })),
  );
  await context.close();
  return { states, seen, network };
}

function assertNowhere(secrets, { seen, network }, allowed) {
  for (const secret of secrets) {
    for (const [where, text] of Object.entries(seen)) assert.ok(!text.includes(secret), `${where} has ${secret}`);
    for (const { url, body, headers } of network) {
      assert.ok(!url.includes(secret) && !body.includes(secret), `${url}`);
      for (const [name, value] of Object.entries(headers)) {
        if (!value.includes(secret)) continue;
        assert.equal(name, 'authorization', `${url}: ${name}`);
        assert.ok(
          allowed.some((base) => url.startsWith(`${base}/`)),
          `authorization to ${url}`,
        );
      }
    }
  }
  assert.ok(
    network.some(({ headers }) => secrets.some((secret) => headers.authorization?.includes(secret))),
    'no secret was ever sent',
  );
}

for (const level of LEVELS) {
  for (const right of [true, false]) {
    test(`${level.level}, ${right ? 'a right' : 'a wrong'} secret: in the Authorization header and nowhere else`, async () => {
      const drafts = SYSTEMS.map((system) => {
        const draft = { ...world.connector(system), name: system };
        if (!right) draft.secrets = Object.fromEntries(Object.keys(draft.secrets).map((key) => [key, CANARY]));
        return draft;
      });
      const used = await use({ level, transport: { kind: 'direct' }, drafts, name: right ? 'right' : 'wrong' });
      const { states } = used;
      assert.deepEqual(
        states,
        drafts.map(() => (right ? 'complete' : 'AUTH_FAILED')),
      );
      assertNowhere(
        drafts.flatMap(forms),
        used,
        drafts.map(({ config }) => config.apiUrl),
      );
      const sealed = level.level !== 'memory';
      assert.equal(used.seen.storage.includes('boundTo'), sealed);
      if (level.passphrase) assertUnseen(level.passphrase, used);
    });
  }
}

/** The header of a request as a debugging proxy may repeat it. */
function spelled(header) {
  const [, token] = header.split(' ');
  const plain = header.startsWith('Basic ') ? Buffer.from(token, 'base64').toString() : token;
  const letters = (write) => [...plain].map((letter) => write(letter.charCodeAt(0))).join('');
  return [
    header,
    plain,
    JSON.stringify(JSON.stringify(plain)),
    letters((code) => `%${code.toString(16)}`),
    letters((code) => `&#${code};`),
    letters((code) => `\\u00${code.toString(16)}`),
    Buffer.from(`{"auth":"${plain}"}`).toString('base64url'),
    Buffer.from(plain).toString('hex'),
  ].join(' ');
}

const ECHOES = {
  /** As it should answer, with the header beside: as a member, and in a header of its own. */
  async besides(route) {
    const response = await route.fetch();
    const words = spelled((await route.request().allHeaders()).authorization ?? 'Bearer none');
    const text = await response.text();
    const isObject = /json/.test(response.headers()['content-type'] ?? '') && text.startsWith('{');
    const body = isObject ? JSON.stringify({ ...JSON.parse(text), debug: words, message: words }) : text;
    await route.fulfill({ response, body, headers: { ...response.headers(), 'x-debug': encodeURIComponent(words) } });
  },
  async refused(route) {
    const response = await route.fetch();
    const words = spelled((await route.request().allHeaders()).authorization ?? 'Bearer none');
    const error = { message: words, detail: words };
    const body = JSON.stringify({ message: words, errorMessages: [words], error });
    await route.fulfill({ response, status: 400, body, headers: { ...response.headers(), 'x-debug': words } });
  },
};

for (const level of LEVELS) {
  for (const [kind, echo] of Object.entries(ECHOES)) {
    test(`${level.level}, a system that repeats the secret, ${kind}: nothing of it is shown, logged or kept`, async () => {
      const drafts = SYSTEMS.map((system) => ({ ...world.connector(system), name: system }));
      const used = await use({ level, transport: { kind: 'direct' }, drafts, name: `echo-${kind}`, echo });
      if (kind === 'besides') assert.deepEqual(used.states, Array(SYSTEMS.length).fill('complete'));
      else assert.ok(!used.states.includes('complete'), used.states.join());
      const bases = drafts.map(({ config }) => config.apiUrl);
      const hex = drafts.map(({ secrets }) => Buffer.from(Object.values(secrets)[0]).toString('hex'));
      assertNowhere([...drafts.flatMap(forms), ...hex], used, bases);
      assert.match(used.seen.dom, /\[redacted\]/);
    });
  }
}

/** A passphrase goes over no wire at all. */
function assertUnseen(passphrase, { seen, network }) {
  for (const [where, text] of Object.entries(seen))
    assert.ok(!text.includes(passphrase), `${where} has the passphrase`);
  assert.ok(!JSON.stringify(network).includes(passphrase));
}

test('through a gateway: in the Authorization header to the gateway, and not in its log', async () => {
  const drafts = SYSTEMS.map((system) => ({ ...world.connector(system), name: system }));
  const transport = { kind: 'gateway', url: `${gateway.url.replace(/\/$/, '')}/relay` };
  const used = await use({ level: { level: 'device' }, transport, drafts, name: 'gateway' });
  assert.deepEqual(used.states, ['complete', 'complete', 'complete', 'complete']);
  assertNowhere(drafts.flatMap(forms), used, [transport.url]);
  assert.ok(logged.length > 20);
  for (const secret of drafts.flatMap(forms)) assert.ok(!logged.join('\n').includes(secret), `the log has ${secret}`);
});
