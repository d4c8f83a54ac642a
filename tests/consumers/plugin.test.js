// The plugin's lifecycle: what it loads and when, what it uses of a host's core, and that stopping loses nothing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { launch, outcomeOf } from './lib/browser.js';
import { consumer } from './lib/consumer.js';
import { KIBANA } from './lib/kibana.js';
import { serve } from './lib/server.js';

const PHISHING = readFileSync(new URL('../fixtures/cases/phishing.json', import.meta.url), 'utf8');

let project;
before(() => {
  project = consumer({ 'phishing.json': PHISHING });
});
after(() => project.remove());

const PRELUDE = `
import { readFileSync } from 'node:fs';
globalThis.location = new URL('https://soc.example/kbn/s/soc/app/cases');
let compiled = 0;
const { Module } = WebAssembly;
WebAssembly.Module = new Proxy(Module, { construct: (target, given) => { compiled += 1; return new target(...given); } });
const { plugin } = await import('case-connectors/plugin');
const read = () => readFileSync('phishing.json');
const answer = (value) => console.log(JSON.stringify(value));
${KIBANA}
`;

test('setup and start load nothing; the first use loads the engine once', async () => {
  const seen = await project.run(`${PRELUDE}
    const core = fakeCore(() => ({ status: 404, json: {} }));
    const registered = new Map([['.jira', 'of the host']]);
    const connectorTypes = { has: (id) => registered.has(id), register: (type) => registered.set(type.id, type) };
    const it = plugin({ open: { store: 'memory' } });
    const contract = it.setup(core, { connectorTypes });
    const { client, api } = it.start(core, {});
    const before = compiled;
    const [one, two] = await Promise.all([client(), client()]);
    const types = (await api()).connectorTypes();
    const form = await registered.get('.resilient').form();
    answer({
      before, after: compiled, same: one === two, summary: contract.connectorTypes, types, form,
      registered: [...registered.keys()], jira: registered.get('.jira'), calls: core.calls,
    });
    await it.stop();
  `);
  assert.equal(seen.before, 0);
  assert.equal(seen.after, 1);
  assert.equal(seen.same, true);
  assert.deepEqual(
    seen.summary,
    seen.types.map(({ id, name, minimumLicense }) => ({ id, name, minimumLicense })),
  );
  assert.deepEqual(
    seen.form,
    seen.types.find(({ id }) => id === '.resilient'),
  );
  assert.deepEqual(seen.registered, ['.jira', '.servicenow', '.servicenow-sir', '.resilient']);
  assert.equal(seen.jira, 'of the host');
  assert.deepEqual(seen.calls, []);
});

/** Licences as Kibana's licensing plugin tells them, an observable of them, and what a host makes of one. */
const LICENSING = `
const ORDER = ['basic', 'standard', 'gold', 'platinum', 'enterprise', 'trial'];
const licence = (type, more) => ({ isAvailable: true, isActive: true, type, status: 'active',
  hasAtLeast: (minimum) => {
    if (!ORDER.includes(minimum)) throw new Error('"' + minimum + '" is not a valid license type');
    return ORDER.indexOf(type) >= ORDER.indexOf(minimum);
  }, ...more });
function subject(...first) {
  const observers = new Set();
  const tell = (what, value) => { for (const observer of observers) observer[what](value); };
  return {
    next: (value) => tell('next', value), error: (reason) => tell('error', reason), complete: () => tell('complete'), observers,
    subscribe(observer) { observers.add(observer); first.forEach((it) => observer.next(it)); return { unsubscribe: () => observers.delete(observer) }; },
  };
}
const draft = (type) => ({ name: 'X', ...{
  '.jira': { type, config: { apiUrl: 'https://j.example', projectKey: 'SOC', email: 'u' }, secrets: { apiToken: 's' } },
  '.resilient': { type, config: { apiUrl: 'https://r.example', orgId: '1', apiKeyId: 'k' }, secrets: { apiKeySecret: 's' } },
}[type] });
const allows = async (host) => {
  const saved = [];
  for (const type of ['.jira', '.resilient']) {
    const { problems } = await host.saveConnector(draft(type));
    if (!problems.some(({ code }) => code === 'LICENSE_REQUIRED')) saved.push(type);
  }
  return saved.join(' ');
};
`;

test('the licence of the host is asked as Kibana asks it, and one that has expired or cannot be read is none', async () => {
  const seen = await project.run(`${PRELUDE}${LICENSING}
    const held = async (licensing, options = {}) => {
      const it = plugin({ open: { store: 'memory', ...options } });
      const { client } = it.start(fakeCore(), licensing && { licensing });
      const allowed = await allows(await client());
      await it.stop();
      return allowed;
    };
    const once = (license) => ({ getLicense: async () => license });
    const ends = async (how) => {
      const license$ = subject();
      setTimeout(() => license$[how](new Error('no')), 5);
      return held({ license$ });
    };
    answer({
      trial: await held(once(licence('trial'))),
      platinum: await held(once(licence('platinum'))),
      gold: await held(once(licence('gold'))),
      basic: await held(once(licence('basic'))),
      expired: await held(once(licence('platinum', { isActive: false, status: 'expired' }))),
      unavailable: await held(once(licence('platinum', { isAvailable: false }))),
      unread: await held({ getLicense: async () => { throw new Error('no'); } }),
      failing: await held(once(licence('platinum', { hasAtLeast: () => { throw new Error('no'); } }))),
      nothing: await held(once(undefined)),
      typeAlone: await held(once({ type: 'enterprise' })),
      nobody: await held({}),
      errs: await ends('error'),
      completes: await ends('complete'),
      followed: await held({ license$: subject(licence('gold')), getLicense: async () => licence('trial') }),
      none: await held(undefined),
      ownComesFirst: await held(once(licence('gold')), { license: 'platinum' }),
    });
  `);
  const [both, jira] = ['.jira .resilient', '.jira'];
  assert.deepEqual(seen, {
    trial: both,
    platinum: both,
    gold: jira,
    basic: '',
    expired: '',
    unavailable: '',
    unread: '',
    failing: '',
    nothing: '',
    typeAlone: '',
    nobody: '',
    errs: '',
    completes: '',
    followed: jira,
    none: both,
    ownComesFirst: both,
  });
});

test('a licence that changes counts at once for the client that is open, and nothing is followed after stop()', async () => {
  const seen = await project.run(`${PRELUDE}${LICENSING}
    const license$ = subject(licence('gold'));
    const types = new Map();
    const it = plugin({ open: { store: 'memory' } });
    it.setup(fakeCore(), { connectorTypes: { has: () => false, register: (type) => types.set(type.id, type) } });
    const { client } = it.start(fakeCore(), { licensing: { license$ } });
    const host = await client();
    const seen = [await allows(host)];
    const { connector } = await host.saveConnector(draft('.jira'));
    const push = () => host.plan(read(), { connectorId: connector.id }).then(() => 'planned', ({ code }) => code);
    for (const license of [licence('platinum'), licence('platinum', { isActive: false }), licence('basic'), licence('trial')]) {
      license$.next(license);
      seen.push([await allows(await client()), await push(), (await types.get('.resilient').form()).available].join());
    }
    license$.error(new Error('the server is gone'));
    seen.push([await allows(host), await push()].join());
    await it.stop();
    answer({ seen, observers: license$.observers.size });
  `);
  assert.deepEqual(seen, {
    seen: [
      '.jira',
      '.jira .resilient,planned,true',
      ',LICENSE_REQUIRED,false',
      ',LICENSE_REQUIRED,false',
      '.jira .resilient,planned,true',
      ',LICENSE_REQUIRED',
    ],
    observers: 0,
  });
});

test('what the options of a host leave out is what the plugin chooses', async () => {
  const seen = await project.run(`${PRELUDE}${LICENSING}
    const core = fakeCore((method) => ({ status: 404, json: {} }));
    const left = { store: 'memory', namespace: undefined, license: undefined, delegate: undefined };
    const begin = async (options) => {
      const it = plugin({ ...options, open: () => left });
      const { client } = it.start(core, { licensing: { getLicense: async () => licence('gold') } });
      return [it, await client()];
    };
    const [one, browser] = await begin({});
    const allowed = await allows(browser);
    const [other, kibana] = await begin({ pushBy: 'kibana' });
    await kibana.push(read(), { connectorId: 'k1' });
    answer({ allowed, asked: core.calls.length > 0 });
    await one.stop();
    await other.stop();
  `);
  assert.deepEqual(seen, { allowed: '.jira', asked: true });
});

test('stop() waits for no licence that nobody tells', async () => {
  const seen = await project.run(`${PRELUDE}${LICENSING}
    const ends = [];
    for (const licensing of [{ license$: subject() }, { getLicense: () => new Promise(() => {}) }]) {
      const types = new Map();
      const it = plugin({ open: { store: 'memory' } });
      it.setup(fakeCore(), { connectorTypes: { has: () => false, register: (type) => types.set(type.id, type) } });
      const { client } = it.start(fakeCore(), { licensing });
      const waiting = [client(), types.get('.resilient').form()];
      await it.stop();
      const [, { available }] = await Promise.all(waiting);
      ends.push(available);
    }
    answer(ends);
  `);
  assert.deepEqual(seen, [false, false]);
});

test('Kibana pushes by its own fetch, in the space of the page', async () => {
  const seen = await project.run(`${PRELUDE}
    const securityCase = JSON.parse(read());
    let refuses = true;
    const core = fakeCore((method) => {
      if (method === 'GET') return { status: 200, json: securityCase };
      if (refuses) return { status: 403, json: { statusCode: 403, error: 'Forbidden', message: 'not for you' } };
      const pushed = { connector_id: 'k1', connector_name: 'K', external_id: '7', external_title: 'SOC-7',
        external_url: 'https://jira.example/SOC-7', pushed_at: new Date().toISOString(), pushed_by: {} };
      return { status: 200, json: { ...securityCase, external_service: pushed } };
    });
    const exchanges = [];
    const it = plugin({ pushBy: 'kibana', open: { store: 'memory', onExchange: (exchange) => exchanges.push(exchange) } });
    it.setup(core);
    const host = await it.start(core).client();
    const refused = await host.push(read(), { connectorId: 'k1' });
    refuses = false;
    const { state, externalService } = await host.push(read(), { connectorId: 'k1' });
    answer({ code: refused.error.code, remote: refused.error.remote, state, title: externalService.external_title,
      calls: core.calls, statuses: exchanges.map((it) => it.answer?.status) });
    await it.stop();
  `);
  assert.equal(seen.code, 'FORBIDDEN');
  assert.match(seen.remote, /not for you/);
  assert.equal(seen.state, 'complete');
  assert.equal(seen.title, 'SOC-7');
  const { id } = JSON.parse(PHISHING);
  const push = {
    method: 'POST',
    path: `/kbn/s/soc/api/cases/${id}/connector/k1/_push`,
    version: '2023-10-31',
    body: '{}',
  };
  assert.deepEqual(
    seen.calls.filter(({ method }) => method === 'POST'),
    [push, push],
  );
  assert.ok(seen.calls.every(({ path }) => path.startsWith('/kbn/s/soc/api/cases/')));
  assert.equal(seen.statuses.length, seen.calls.length);
});

test('a stopped plugin gives no client, and one that is opened meanwhile is closed', async () => {
  const codes = await project.run(`${PRELUDE}
    const it = plugin({ open: { store: 'memory' } });
    const { client } = it.start(fakeCore());
    const opening = client();
    await it.stop();
    const codeOf = (promise) => promise.then(() => 'none', (error) => error.code);
    answer([await codeOf(client()), await codeOf((await opening).connectors())]);
  `);
  assert.deepEqual(codes, ['HOST_CLOSED', 'HOST_CLOSED']);
});

test('what is told of requests holds no secret, even where the server repeats it', async () => {
  const server = createServer((request, response) => {
    response.setHeader('set-cookie', 'session=1');
    response.writeHead(401, { 'content-type': 'application/json', 'x-echo': request.headers.authorization });
    response.end(JSON.stringify({ error: { message: request.headers.authorization, detail: 'p"w-7' } }));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const told = await project.run(`${PRELUDE}
      const it = plugin({ open: { store: 'memory', onExchange: (exchange) => told.push(exchange) } });
      const told = [];
      const host = await it.start(fakeCore()).client();
      const { connector } = await host.saveConnector({ type: '.servicenow', name: 'S', secrets: { password: 'p"w-7' },
        config: { apiUrl: 'http://127.0.0.1:${server.address().port}', username: 'bot' } });
      await host.push(read(), { connectorId: connector.id });
      await host.testConnector({ ...connector, secrets: {} });
      answer(told);
      await it.stop();
    `);
    assert.ok(told.length >= 2);
    assert.deepEqual(new Set(told.map(({ caseId }) => caseId)), new Set([JSON.parse(PHISHING).id, null]));
    assert.equal(told[0].answer.status, 401);
    assert.equal(told[0].answer.headers['x-echo'], 'Basic [redacted]');
    const text = JSON.stringify(told);
    assert.doesNotMatch(text, /authorization|set-cookie|session=1/i);
    for (const hidden of ['p"w-7', 'p\\"w-7', Buffer.from('bot:p"w-7').toString('base64')]) {
      assert.ok(!text.includes(hidden) && !text.includes(JSON.stringify(hidden).slice(1, -1)), hidden);
    }
  } finally {
    server.close();
  }
});

test('stop() in the middle of a push aborts it, and the next page finishes it: one incident, each comment once', async () => {
  const system = await serviceNow();
  const page = `<!doctype html><title>Plain page</title><script type="module">
    import { plugin } from './node_modules/case-connectors/plugin.js';
    const core = { http: { basePath: { get: () => '', prepend: (path) => path } } };
    // A request that was cut off is looked for, several times; nobody waits for that here.
    const clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
    const begin = () => { const it = plugin({ open: { clock } }); it.setup(core); return { it, start: it.start(core) }; };
    const first = begin();
    const host = await first.start.client();
    const draft = { type: '.servicenow', name: 'S', config: { apiUrl: '${system.url}', username: 'bot' }, secrets: { password: 'p' } };
    await host.setVault({ level: 'device' });
    const { connector } = await host.saveConnector(draft);
    const securityCase = new Uint8Array(await (await fetch('/phishing.json')).arrayBuffer());
    let stopped;
    const outcome = await host.push(securityCase, {
      connectorId: connector.id,
      onProgress: ({ done }) => { if (done === 2) stopped ??= first.it.stop(); },
    });
    await stopped;
    const second = begin();
    const again = await second.start.client();
    const pending = await again.interrupted();
    const finished = await again.resume(pending[0].caseId);
    window.outcome = {
      state: outcome.state, code: outcome.error.code, pending: pending.map(({ state, title }) => ({ state, title })),
      finished: finished.state, left: (await again.interrupted()).length,
    };
  </script>`;
  project.write('index.html', page);
  const server = await serve(project.folder);
  const browser = await launch();
  try {
    const seen = await outcomeOf(browser, server.url);
    // Its request was on the way: whether it arrived, the next look tells.
    assert.match(seen.state, /^(failed|unknown)$/);
    assert.match(seen.code, /^(ABORTED|OUTCOME_UNKNOWN)$/);
    assert.equal(seen.pending.length, 1);
    assert.equal(seen.finished, 'complete');
    assert.equal(seen.left, 0);
    assert.equal(system.incidents.length, 1);
    assert.equal(system.comments.length, new Set(system.comments).size);
    assert.equal(system.comments.filter((text) => text.includes('case comment')).length, 3);
  } finally {
    await browser.close();
    server.close();
    system.close();
  }
});

/** As much of ServiceNow as a push needs, for pages of any origin. */
async function serviceNow() {
  const [incidents, comments] = [[], []];
  const answers = {
    POST: (body) => {
      incidents.push({ sys_id: 'a1b2', number: 'INC1', state: '1', active: 'true', ...body });
      return incidents[0];
    },
    PATCH: ({ comments: comment, work_notes: note, ...fields }) => {
      if (comment ?? note) comments.push(comment ?? note);
      return Object.assign(incidents[0], fields);
    },
    GET: (_, path) => {
      if (path.includes('/incident/')) return incidents[0];
      return path.includes('sys_journal_field')
        ? comments.map((value, at) => ({ sys_id: String(at), value, element: 'comments', sys_created_by: 'bot' }))
        : incidents.filter(({ correlation_id: mark }) => path.includes(mark));
    },
  };
  const server = createServer(async (request, response) => {
    const headers = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-allow-methods': '*',
      'content-type': 'application/json',
    };
    if (request.method === 'OPTIONS') return response.writeHead(204, headers).end();
    let text = '';
    for await (const chunk of request) text += chunk;
    const result = answers[request.method]?.(text && JSON.parse(text), request.url);
    return response.writeHead(request.method === 'POST' ? 201 : 200, headers).end(JSON.stringify({ result }));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    incidents,
    comments,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
