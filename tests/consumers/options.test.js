// Options that nobody knows, in every call that takes options: an error that names the option that was meant.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { consumer } from './lib/consumer.js';

let project;
before(() => {
  project = consumer();
});
after(() => project.remove());

const PRELUDE = `
import * as api from 'case-connectors';
import * as forms from 'case-connectors/forms';
import { createGateway } from 'case-connectors/gateway';
import { serve } from 'case-connectors/gateway/node';
import { plugin } from 'case-connectors/plugin';
const connector = { id: 'a', type: '.jira', name: 'A', config: { apiUrl: 'https://a.example', projectKey: 'SOC', email: 'u' } };
const CASE = '{"id":"1","title":"t"}';
const host = await api.CaseConnectors.open({ store: 'memory' });
const request = { method: 'GET', url: 'http://127.0.0.1:9/', headers: {}, body: null };
const refusal = async (run) => { try { await run(); return null; } catch (error) {
  return { ours: error instanceof api.CaseConnectorsError, code: error.code, message: error.message, remedy: error.remedy, field: error.field }; } };
`;

/** Each call with an option that is misspelt, and the one that is meant. */
const MISSPELT = [
  ["api.connectorTypes({ licence: 'gold' })", 'licence', 'license'],
  ["forms.connectorTypes({ licence: 'gold' })", 'licence', 'license'],
  ['api.validateConnector(connector, { otherNamse: [] })', 'otherNamse', 'otherNames'],
  ["api.validateField(connector, 'name', { conectorId: 'a' })", 'conectorId', undefined],
  ["api.validateField(connector, 'name', { exisiting: connector })", 'exisiting', 'existing'],
  ['forms.validateConnector(connector, { othernames: [] })', 'othernames', 'otherNames'],
  ["forms.validateField(connector, 'name', { lisense: 'gold' })", 'lisense', 'license'],
  ['api.visibleProblems([], { submited: true })', 'submited', 'submitted'],
  ['forms.visibleProblems([], { touch: [] })', 'touch', 'touched'],
  ['api.planPush(CASE, connector, { jounral: [] })', 'jounral', 'journal'],
  ['api.pushStatus(CASE, connector, { Journal: [] })', 'Journal', 'journal'],
  ['api.send(request, { timeoutMS: 1 })', 'timeoutMS', 'timeoutMs'],
  ["new api.Push(CASE, connector, { ifedited: 'keep' })", 'ifedited', 'ifEdited'],
  ["new api.Push(CASE, connector, {}).settle({ kind: 'there', externalID: '1' })", 'externalID', 'externalId'],
  ["api.CaseConnectors.open({ nameSpace: 'a' })", 'nameSpace', 'namespace'],
  [
    "api.CaseConnectors.open({ store: 'memory', transport: { kind: 'gateway', url: 'https://a.example', holdSecrets: true } })",
    'transport.holdSecrets',
    'holdsSecrets',
  ],
  [
    "api.CaseConnectors.open({ store: 'memory', delegate: { kind: 'kibana', url: 'https://k.example', spaces: 'a' } })",
    'delegate.spaces',
    'space',
  ],
  [
    "api.CaseConnectors.open({ store: 'memory', clock: { now: Date.now, slep: async () => {} } })",
    'clock.slep',
    'sleep',
  ],
  ['host.testConnector(connector, { timeout: 1 })', 'timeout', 'timeoutMs'],
  [
    "host.saveSettings({ defaultConectorId: 'a', closure: 'close-by-user' })",
    'defaultConectorId',
    'defaultConnectorId',
  ],
  ["host.saveCaseChoice('1', { conectorId: 'a', fields: null })", 'conectorId', 'connectorId'],
  ["host.setVault({ level: 'passphrase', passPhrase: 'correct horse' })", 'passPhrase', 'passphrase'],
  ["host.plan(CASE, { conectorId: 'a' })", 'conectorId', 'connectorId'],
  ["host.status(CASE, { connectorID: 'a' })", 'connectorID', 'connectorId'],
  ["host.push(CASE, { conectorId: 'a' })", 'conectorId', 'connectorId'],
  ["host.push(CASE, { settle: { kid: 'there' } })", 'settle.kid', 'kind'],
  ['host.push(CASE, { onprogress: () => {} })', 'onprogress', 'onProgress'],
  ["host.enqueue([CASE], { conectorId: 'a' })", 'conectorId', 'connectorId'],
  ['host.pushAll([CASE], { onResults: () => {} })', 'onResults', 'onResult'],
  ["host.pushAll([CASE], { settle: { kind: 'notThere' } })", 'settle', undefined],
  ["host.resume('1', { ifbusy: 'fail' })", 'ifbusy', 'ifBusy'],
  ['host.resumeAll({ Only: [] })', 'Only', 'only'],
  ["plugin({ pushby: 'kibana' })", 'pushby', 'pushBy'],
  ["plugin({ namespace: 'a' })", 'namespace', undefined],
  ["createGateway({ targets: [{ baseUrl: 'https://a.example' }], orgins: [] })", 'orgins', 'origins'],
  [
    "createGateway({ targets: [{ baseUrl: 'https://a.example', baseURL: 'https://b.example' }] })",
    'baseURL',
    'baseUrl',
  ],
  ['serve(async () => new Response(), { prot: 1 })', 'prot', 'port'],
];

test('a misspelt option is an error with the nearest name, and nothing happens', async () => {
  const seen = await project.run(`${PRELUDE}
    const calls = [${MISSPELT.map(([call]) => `async () => ${call}`).join(',\n')}];
    const refusals = [];
    for (const call of calls) refusals.push(await refusal(call));
    console.log(JSON.stringify({ refusals, vault: await host.vault() }));
  `);
  for (const [at, [call, field, meant]] of MISSPELT.entries()) {
    const refused = seen.refusals[at];
    assert.ok(refused, `${call} was taken`);
    assert.deepEqual([refused.ours, refused.code, refused.field], [true, 'OPTION_UNKNOWN', field], call);
    assert.ok(refused.message.includes(`"${field}"`), refused.message);
    if (meant === undefined) assert.doesNotMatch(refused.message, /Did you mean/, call);
    else assert.ok(refused.message.endsWith(`Did you mean "${meant}"?`), `${call}: ${refused.message}`);
    assert.match(refused.remedy, /Known are: /);
  }
  assert.equal(seen.vault.level, 'memory');
});

test('no options are fine in every form, and what is no object is not', async () => {
  const [fine, wrong] = await project.run(`${PRELUDE}
    const none = [undefined, null, {}];
    const fine = [];
    for (const it of none) {
      fine.push(await refusal(() => api.connectorTypes(it)), await refusal(() => api.validateField(connector, 'name', it)),
        await refusal(() => api.planPush(CASE, connector, it)), await refusal(() => api.pushStatus(CASE, connector, it)),
        await refusal(() => new api.Push(CASE, connector, it)), await refusal(() => host.resumeAll(it)),
        await refusal(() => host.pushAll([], it)), await refusal(() => plugin(it)), await refusal(() => host.saveCaseChoice('1', null)));
    }
    fine.push(await refusal(() => api.CaseConnectors.open({ store: 'memory', transport: null, delegate: undefined })));
    const wrong = [
      await refusal(() => host.push(CASE, 'a')), await refusal(() => host.push(CASE, ['a'])), await refusal(() => api.connectorTypes('gold')),
      await refusal(() => api.planPush(CASE, connector, 5)), await refusal(() => host.push(CASE, { settle: 'there' })),
      await refusal(() => api.connectorTypes({ license: 5 })), await refusal(() => api.planPush(CASE, connector, { license: ['gold'] })),
      await refusal(() => api.validateConnector(connector, { license: {} })), await refusal(() => api.CaseConnectors.open({ store: 'memory', license: true })),
      await refusal(() => api.validateConnector(new Uint8Array(700_000))), await refusal(() => api.planPush(CASE, connector, new Uint16Array(9))),
      await refusal(() => api.mapCase(CASE, new ArrayBuffer(9))),
    ];
    console.log(JSON.stringify([fine, wrong]));
  `);
  assert.deepEqual(fine.filter(Boolean), []);
  for (const [at, refused] of wrong.entries())
    assert.deepEqual([at, refused?.ours, refused?.code], [at, true, 'OPTIONS_INVALID']);
});

test('what is null is left out, and what is inherited counts as if it was given', async () => {
  const seen = await project.run(`${PRELUDE}
    import { known } from './node_modules/case-connectors/options.js';
    const code = async (run) => { try { await run(); return 'fine'; } catch (error) { return error.code; } };
    const push = new api.Push(CASE, connector, { now: null, journal: null, jitter: null, license: null });
    const { id } = push.next();
    const none = Object.create({ license: 'none' });
    const open = await api.CaseConnectors.open(Object.create({ store: 'memory', license: 'none' }));
    console.log(JSON.stringify([
      known('open', { store: null, transport: { kind: 'gateway', url: 'https://a.example', holdsSecrets: null }, clock: undefined }),
      known('open', { delegate: Object.create({ kind: 'kibana', url: '/kbn' }) }),
      await code(() => push.receive(id, { status: 200, headers: {}, body: null }, null)),
      await code(() => api.planPush(CASE, connector, { now: null })),
      await code(() => api.planPush(CASE, connector, none)),
      await code(() => new api.Push(CASE, connector, none)),
      (await open.saveConnector({ ...connector, id: null, secrets: { apiToken: 't' } })).problems.map((it) => it.code),
    ]));
  `);
  assert.deepEqual(seen, [
    { transport: { kind: 'gateway', url: 'https://a.example' } },
    { delegate: { kind: 'kibana', url: '/kbn' } },
    'fine',
    'fine',
    'LICENSE_REQUIRED',
    'LICENSE_REQUIRED',
    ['LICENSE_REQUIRED'],
  ]);
});

test('a word or a kind that nobody knows is no weaker choice', async () => {
  const refused = await project.run(`${PRELUDE}
    const open = (transport) => api.CaseConnectors.open({ store: 'memory', transport });
    console.log(JSON.stringify([
      await refusal(() => plugin({ pushBy: 'Kibana' })), await refusal(() => plugin({ pushBy: 5 })),
      await refusal(() => open({ url: 'https://gw.example', holdsSecrets: true })), await refusal(() => open({})),
    ].map((it) => [it?.code, it?.field])));
  `);
  const [by, transport] = ['pushBy', 'transport'].map((field) => ['OPTIONS_INVALID', field]);
  assert.deepEqual(refused, [by, by, transport, transport]);
});

test('the answer that fetch gave is taken with its headers, and a body that is none is refused', async () => {
  const [wait, refused] = await project.run(`${PRELUDE}
    const push = () => new api.Push(CASE, connector, {});
    const limited = push();
    const asked = limited.next();
    limited.receive(asked.id, { status: 429, headers: new Headers({ 'Retry-After': '7' }), body: 'later' });
    const bodies = [new Response('{}').body, {}, 5, true];
    console.log(JSON.stringify([limited.next(), await Promise.all(bodies.map((body) => refusal(() => {
      const one = push();
      one.receive(one.next().id, { status: 200, headers: {}, body });
    })))]));
  `);
  assert.deepEqual([wait.kind, wait.ms >= 7000], ['wait', true]);
  assert.deepEqual(
    refused.map((it) => [it?.code, it?.field]),
    Array(4).fill(['OPTIONS_INVALID', 'answer.body']),
  );
});

test('a licence that is a function counts from one call to the next, and one that fails is no freedom', async () => {
  const codes = await project.run(`${PRELUDE}
    let license = 'gold';
    const licensed = await api.CaseConnectors.open({ store: 'memory', license: () => { if (license === 'broken') throw new Error('no'); return license; } });
    const draft = { ...connector, id: null, secrets: { apiToken: 't' } };
    const { connector: saved } = await licensed.saveConnector(draft);
    const code = (run) => run().then(() => 'fine', (error) => error.code);
    const plan = () => code(() => licensed.plan(CASE, { connectorId: saved.id }));
    const seen = [await plan()];
    for (license of ['none', 'basic', 'broken', 5, null, 'gold']) seen.push(await plan());
    license = 'none';
    seen.push((await licensed.saveConnector(draft)).problems.map(({ code }) => code).join());
    seen.push((await licensed.testConnector({ ...saved, secrets: {} })).checks[0].code);
    seen.push((await licensed.importConnectors(await licensed.exportConnectors())).results[0].error.code);
    console.log(JSON.stringify(seen));
  `);
  assert.deepEqual(codes, [
    'fine',
    'LICENSE_REQUIRED',
    'LICENSE_REQUIRED',
    'OPTIONS_INVALID',
    'OPTIONS_INVALID',
    'fine',
    'fine',
    'LICENSE_REQUIRED,NAME_DUPLICATE',
    'LICENSE_REQUIRED',
    'CONNECTOR_INVALID',
  ]);
});
