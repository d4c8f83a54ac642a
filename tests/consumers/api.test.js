// The functions of the package, used from the tarball in Node.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { consumer } from './lib/consumer.js';

let project;
before(() => {
  const fixture = (name) => readFileSync(new URL(`../fixtures/cases/${name}.json`, import.meta.url), 'utf8');
  const names = ['phishing', 'phishing.v9.case', 'phishing.v9.comments'];
  project = consumer(Object.fromEntries(names.map((name) => [`${name}.json`, fixture(name)])));
});
after(() => project.remove());

const PRELUDE = `
import { readFileSync } from 'node:fs';
import * as api from 'case-connectors';
const connector = { id: 'soc', type: '.jira', name: 'SOC',
  config: { apiUrl: 'https://example.atlassian.net/', projectKey: 'SOC', email: 'bot@example.com' } };
const read = (name) => readFileSync(name + '.json');
const code = (run) => { try { run(); return 'nothing was thrown'; } catch (error) {
  return { real: error instanceof api.CaseConnectorsError && error instanceof Error, name: error.name, code: error.code,
    field: error.field, remedy: error.remedy.length > 0 }; } };
const answer = (value) => console.log(JSON.stringify(value));
`;

test('a case is the same as bytes, text, object and in the shape of Kibana 9', async () => {
  const plans = await project.run(`${PRELUDE}
    const now = '2026-11-24T08:00:00Z';
    const bytes = new Uint8Array(read('phishing'));
    const text = new TextDecoder().decode(bytes);
    const apart = { securityCase: read('phishing.v9.case'), commentPages: [read('phishing.v9.comments')] };
    const inputs = [bytes, bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), text, JSON.parse(text), apart];
    answer(inputs.map((input) => api.planPush(input, connector, { now })));
  `);
  assert.deepEqual(
    plans[0].steps.map((step) => step.kind),
    ['lookup', 'prepare', 'prepare', 'lookup', 'create', 'lookup', 'comment', 'comment', 'comment'],
  );
  for (const plan of plans) assert.deepEqual(plan, plans[0]);
});

test('errors are real, with code, field and remedy', async () => {
  const codes = await project.run(`${PRELUDE}
    const cyclic = {}; cyclic.self = cyclic;
    answer([
      code(() => api.mapCase('{"id":"1","title":"T","comments":[{"id":"c","type":"user","comment":5}]}', connector)),
      code(() => api.mapCase(cyclic, connector)),
      code(() => api.mapCase(read('phishing.v9.case'), connector)),
      code(() => api.mapCase(read('phishing'), { ...connector, config: {} })),
      code(() => api.planPush(read('phishing'), connector, { now: 'yesterday', license: 'basic' })),
    ]);
  `);
  assert.deepEqual(
    codes.map(({ code, field }) => [code, field]),
    [
      ['CASE_INVALID', 'comments[0].comment'],
      ['CASE_INVALID', null],
      ['COMMENTS_MISSING', 'comments'],
      ['CONNECTOR_INVALID', 'config.apiUrl'],
      ['LICENSE_REQUIRED', null],
    ],
  );
  for (const error of codes)
    assert.deepEqual([error.real, error.name, error.remedy], [true, 'CaseConnectorsError', true]);
});

test('a push without I/O asks, is answered, and ends', async () => {
  const seen = await project.run(`${PRELUDE}
    const push = new api.Push(read('phishing'), connector, { now: '2026-11-24T08:00:00Z', closure: 'close-by-pushing' });
    const answers = { '/search/jql': { issues: [] }, '/bulkfetch': { issues: [] }, '/issuetypes': { issueTypes: [{ id: '10002', subtask: false }] },
      '/comment': { id: '7' }, '/issue': { id: '1', key: 'SOC-1' } };
    const effects = [];
    for (let effect = push.next(); effect.kind !== 'done'; effect = push.next()) {
      effects.push(effect.kind);
      if (effect.kind === 'save') { push.saved(); continue; }
      const request = api.authorize(effect.request, connector, { apiToken: 't' });
      const [, body] = Object.entries(answers).find(([path]) => request.url.includes(path));
      push.receive(effect.id, { status: 200, headers: { 'content-type': 'application/json' },
        body: new TextEncoder().encode(JSON.stringify(body)) });
    }
    const { updatedCase, ...outcome } = push.outcome();
    const wrong = code(() => push.saved());
    push.free();
    answer({ effects, outcome, status: JSON.parse(new TextDecoder().decode(updatedCase)).status, wrong, freed: code(() => push.next()) });
  `);
  assert.deepEqual(seen.effects, [
    'send',
    'send',
    'send',
    'send',
    'save',
    'send',
    'save',
    'send',
    'save',
    ...Array(3).fill(['save', 'send', 'save']).flat(),
    // That it is complete.
    'save',
  ]);
  assert.equal(seen.outcome.state, 'complete');
  assert.equal(seen.outcome.externalService.external_title, 'SOC-1');
  assert.equal(seen.status, 'closed');
  assert.equal(seen.wrong.code, 'PUSH_STATE');
  assert.equal(seen.freed.code, 'PUSH_STATE');
});

test('bulk bodies lie one after the other in one buffer', async () => {
  const { requests, bodies } = await project.run(`${PRELUDE}
    const { bytes, requests } = api.buildRequests([read('phishing'), read('phishing')], connector);
    answer({ requests, bodies: requests.map(({ start, end }) => JSON.parse(new TextDecoder().decode(bytes.subarray(start, end)))) });
  `);
  assert.deepEqual(
    requests.map(({ caseIndex, kind, commentId }) => [caseIndex, kind, commentId]),
    [0, 1].flatMap((index) => [
      [index, 'create', null],
      [index, 'comment', 'c1a1'],
      [index, 'comment', 'c1a2'],
      [index, 'comment', 'c1a3'],
    ]),
  );
  assert.equal(bodies[0].fields.summary, 'Credential phishing: fake O365 sign-in, 3 users');
  assert.ok(bodies[7].body.startsWith('Blocked at the proxy.'));
});

// What a body escapes, and what might be taken for a place that a text is put into.
const HOSTILE = [
  '**Blocked** "at" the \\\\proxy\\, {text} {id}',
  'a\u0001b\tc\u2028d \\u0001 "\\u0001"',
  '| a | b |\n|---|---|\n| 1 | {x} |',
  '🚨 é \u0000 "',
];

test('bulk requests are those that a plan tells of, in each format of each system', async () => {
  const seen = await project.run(`${PRELUDE}
    const texts = ${JSON.stringify(HOSTILE)};
    const when = (minute) => '2026-11-01T08:0' + minute + ':00.000Z';
    const by = { username: 'ana', full_name: 'Ana "A." Ruiz', email: null };
    const comments = texts.map((comment, at) => ({ id: 'c' + at, type: 'user', comment, created_at: when(at), created_by: by }));
    const alert = { id: 'a', type: 'alert', alertId: ['x', 'y'], index: ['i', 'i'], created_at: when(9), created_by: by };
    const securityCase = { id: 'k', title: 'T', description: texts[0], created_at: when(0), comments: [...comments, alert] };
    const urls = { '.jira': 'https://example.atlassian.net', '.resilient': 'https://soar.example.com' };
    const formats = { '.jira': [{ apiVersion: '2' }, { apiVersion: '3' }], '.resilient': [{}] };
    const both = [];
    for (const { id: type } of api.connectorTypes()) {
      const snow = [{ textFormat: 'raw' }, {}, { usesTableApi: false }];
      for (const advanced of formats[type] ?? snow) {
        const config = { apiUrl: urls[type] ?? 'https://dev1.service-now.com', username: 'bot', projectKey: 'SOC', email: 'b@x.io', orgId: '201', apiKeyId: 'key', advanced };
        const connector = { id: 'soc', type, name: 'SOC', config };
        const { bytes, requests } = api.buildRequests([securityCase, securityCase], connector);
        const plan = api.planPush(securityCase, connector, { now: '2026-11-02T08:00:00Z' });
        const writes = plan.steps.filter((step) => ['create', 'comment', 'alerts'].includes(step.kind));
        const parse = (body) => JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(Uint8Array.from(Object.values(body))));
        both.push([type,
          requests.map(({ kind, commentId, method, url, start, end }) => [kind, commentId, method, url, parse(bytes.subarray(start, end))]),
          writes.map(({ kind, commentId, request }) => [kind, commentId ?? null, request.method, request.url, parse(request.body)]),
        ]);
      }
    }
    answer(both);
  `);
  assert.equal(seen.length, 9);
  for (const [type, bulk, plan] of seen) assert.deepEqual(bulk, [...plan, ...plan], type);
});

test('CaseConnectors works in memory, and no secret comes back', async () => {
  const seen = await project.run(`${PRELUDE}
    const host = await api.CaseConnectors.open({ store: 'memory' });
    const refused = await host.saveConnector({ ...connector, id: null, secrets: {} });
    const saved = await host.saveConnector({ ...connector, id: null, secrets: { apiToken: 'c4nary' } });
    const plan = await host.plan(read('phishing'), { connectorId: saved.connector.id });
    const all = JSON.stringify([saved, await host.connectors(), plan, await host.settings()]);
    answer({ refused: refused.problems.map((problem) => problem.code), steps: plan.steps.length, leaked: all.includes('c4nary') });
  `);
  assert.deepEqual(seen, { refused: ['SECRET_REQUIRED'], steps: 9, leaked: false });
});

test('a gateway is addressed by the URL of the system, and the page needs no secret where it holds them', async () => {
  const seen = await project.run(`${PRELUDE}
    import { createServer } from 'node:http';
    const asked = [];
    const server = createServer((request, response) => {
      asked.push([request.url.split('?')[0], request.headers['x-case-connectors-connector'], request.headers.authorization]);
      response.writeHead(403, { 'content-type': 'application/json', 'x-case-connectors-gateway': 'GATEWAY_TARGET_UNKNOWN' });
      response.end(JSON.stringify({ code: 'GATEWAY_TARGET_UNKNOWN', message: 'No such target.', remedy: 'x' }));
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    const url = 'http://127.0.0.1:' + server.address().port + '/relay/';
    const host = await api.CaseConnectors.open({ store: 'memory', transport: { kind: 'gateway', url, holdsSecrets: true } });
    const { connector: saved } = await host.saveConnector({ ...connector, id: null, secrets: {} });
    const { state, error } = await host.push(read('phishing'), { connectorId: saved.id });
    server.close();
    answer({ asked, id: saved.id, missing: saved.isMissingSecrets, state, code: error.code, remote: error.remote });
  `);
  assert.deepEqual(seen.asked, [
    ['/relay/example.atlassian.net/rest/api/2/search/jql', seen.id, undefined].map((it) => it ?? null),
  ]);
  assert.deepEqual([seen.missing, seen.state, seen.code], [false, 'failed', 'GATEWAY_REFUSED']);
  assert.equal(seen.remote, 'GATEWAY_TARGET_UNKNOWN: No such target.');
});

test('options that cannot be used are refused with their path', async () => {
  const seen = await project.run(`${PRELUDE}
    const refused = async (options) => {
      try { await api.CaseConnectors.open({ store: 'memory', ...options }); return null; } catch ({ code, field }) { return [code, field]; }
    };
    const host = await api.CaseConnectors.open({ store: 'memory' });
    const choice = await host.push(read('phishing'), { ifEdited: 'merge' }).catch(({ code, field }) => [code, field]);
    answer([await refused({ concurrency: 0 }), await refused({ concurrency: 2.5 }), await refused({ clock: { now: 1 } }),
      await refused({ transport: { kind: 'proxy' } }), await refused({ transport: { kind: 'gateway', url: 'http://x.example' } }), choice,
      await refused({ onExchange: 'log' }), await refused({ delegate: { kind: 'kibana', url: 'https://k.example', send: {} } })]);
  `);
  assert.deepEqual(seen, [
    ['OPTIONS_INVALID', 'concurrency'],
    ['OPTIONS_INVALID', 'concurrency'],
    ['OPTIONS_INVALID', 'clock.now'],
    ['OPTIONS_INVALID', 'transport'],
    ['OPTIONS_INVALID', 'transport.url'],
    ['OPTIONS_INVALID', 'ifEdited'],
    ['OPTIONS_INVALID', 'onExchange'],
    ['OPTIONS_INVALID', 'delegate.send'],
  ]);
});
