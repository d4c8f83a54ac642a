// The declarations against the truth: what the functions really answer is written out as literals, and
// `tsc` compares them with the declared types. A member too many, too few or of another kind fails.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { compile } from './lib/compile.js';
import { consumer } from './lib/consumer.js';

let project;
before(() => {
  project = consumer(
    Object.fromEntries(
      ['phishing', 'dns_tunnelling', 'ransomware_intl'].map((name) => [
        `${name}.json`,
        readFileSync(new URL(`../fixtures/cases/${name}.json`, import.meta.url), 'utf8'),
      ]),
    ),
  );
});
after(() => project.remove());

const COLLECT = `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import * as api from 'case-connectors';
const now = '2026-11-24T08:00:00Z';
const connectors = [
  { id: 'a', type: '.servicenow', name: 'A', config: { apiUrl: 'https://a.example', username: 'u' } },
  { id: 'jira-soc', type: '.jira', name: 'B', config: { apiUrl: 'https://b.example', projectKey: 'soc', email: 'u' } },
  { id: 'soar-prod', type: '.resilient', name: 'C', config: { apiUrl: 'https://c.example', orgId: '201', apiKeyId: 'u' } },
];
const cases = ['phishing', 'dns_tunnelling', 'ransomware_intl'].map((name) => readFileSync(name + '.json'));
const values = [];
const add = (type, value) => values.push({ type, value });
add('ConnectorType[]', api.connectorTypes({ license: 'gold' }));
add('ConnectorDraft[]', api.connectorTypes().map(api.emptyDraft));
add('CaseSummary[]', cases.map(api.readCase));
add('Problem[]', api.validateConnector({ type: '.jira', config: { apiUrl: 'http://x.example/?q' } }, { license: 'basic' }));
for (const connector of connectors) {
  for (const securityCase of cases) {
    add('Incident', api.mapCase(securityCase, connector));
    add('PushPlan', api.planPush(securityCase, connector, { now }));
    add('PushStatus', api.pushStatus(securityCase, connector));
    add('BulkRequest[]', api.buildRequests([securityCase], connector).requests);
  }
}
for (const format of ['wiki', 'adf', 'html', 'code', 'plain', 'journal', 'raw']) {
  const rendered = api.renderText('# **a** \\u0007 [b|c](http://d.example)', format);
  add('RenderedText', rendered);
  add("RenderedText['text']", api.readText(rendered.text, format));
}
const journal = [];
const push = new api.Push(cases[0], connectors[0], { now });
const record = { sys_id: 'abc', number: 'INC1', correlation_id: api.planPush(cases[0], connectors[0], { now }).mark };
let isCreated = false;
for (let effect = push.next(); effect.kind !== 'done'; effect = push.next()) {
  if (effect.kind === 'save') { journal.push(...effect.records); push.saved(); add('PushEffect', effect); continue; }
  const { body, ...request } = effect.request;
  add('PushEffect', { ...effect, request: { ...request, body: null } });
  const result = effect.request.url.includes('sysparm_query') ? (isCreated ? [record] : []) : record;
  isCreated ||= effect.request.method === 'POST';
  push.receive(effect.id, { status: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify({ result })) });
}
add('JournalRecord[]', journal);
add('PushStatus', api.pushStatus(cases[0], connectors[0], { journal }));
const { updatedCase, ...outcome } = push.outcome();
add('PushOutcome', { ...outcome, updatedCase: null });
const failed = new api.Push(cases[0], connectors[0], { now });
failed.receive(failed.next().id, { status: 401, headers: {}, body: new Uint8Array() });
const { updatedCase: none, ...failure } = failed.outcome();
add('PushOutcome', { ...failure, updatedCase: null });
// Its waits for a system that is silent pass at once, and what locks itself in an hour does not.
let time = Date.now();
const sleep = async (ms) => (ms < 600_000 ? void (time += ms) : new Promise(() => {}));
const clock = { now: () => time, sleep };
const host = await api.CaseConnectors.open({ store: 'memory', clock });
add('SaveResult', await host.saveConnector({ ...connectors[1], id: null, secrets: { apiToken: 't' } }));
add('SaveResult', await host.saveConnector({ ...connectors[1], id: null }));
add('StoredConnector[]', await host.connectors());
add('Settings', await host.settings());
// Kibana as the delegate: what it would be asked, and a push of which it says nothing.
const delegated = await api.CaseConnectors.open({ store: 'memory', clock, delegate: { kind: 'kibana', url: 'http://127.0.0.1:9', space: 'soc' } });
add('PushPlan', await delegated.plan(cases[0], { connectorId: 'kibana-jira' }));
add('PushStatus', await delegated.status(cases[0], { connectorId: 'kibana-jira' }));
const { updatedCase: nothing, ...silent } = await delegated.push(cases[0], { connectorId: 'kibana-jira' });
add('PushOutcome', { ...silent, updatedCase: null });
add('InterruptedPush[]', await delegated.interrupted());
// A form that is not valid, one whose system is silent, and one that a system answers as another would.
const unsaved = { ...connectors[0], id: null, secrets: { password: 'p' } };
const progress = [];
const test = async (draft) => add('TestReport', await host.testConnector(draft, { onProgress: (told) => progress.push(told) }));
await test({ ...unsaved, secrets: {} });
await test({ ...unsaved, config: { apiUrl: 'http://127.0.0.1:9', username: 'u' } });
const server = createServer((_, response) => response.writeHead(401).end('{"error":{"message":"no"},"status":"failure"}'));
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
await test({ ...unsaved, config: { apiUrl: 'http://127.0.0.1:' + server.address().port, username: 'u' } });
server.close();
add('TestProgress[]', progress);
// Pushes that cannot get through, so that something stays pending; nothing listens there.
const unreachable = await host.saveConnector({ ...connectors[0], id: null, name: 'Silent', config: { apiUrl: 'http://127.0.0.1:9', username: 'u' }, secrets: { password: 'p' } });
const told = [];
const unwatch = host.watch((seen) => told.push(seen));
const without = ({ outcome, ...result }) => ({ ...result, outcome: outcome && (({ updatedCase, ...rest }) => ({ ...rest, updatedCase: null }))(outcome) });
const bulk = await host.pushAll([cases[0], '{}'], { connectorId: unreachable.connector.id });
unwatch();
add('PushProgress[]', told);
add('BulkResult[]', bulk.map(without));
add('InterruptedPush[]', await host.interrupted());
add('BulkResult[]', (await host.resumeAll()).map(without));
// A system that tells a field of each kind of member.
const incident = { id: 7, name: 'Theirs', plan_status: 'C', resolution_id: { id: 9, name: 'Done' }, owner_id: { id: 2, name: 'Ana' } };
const said = [{ id: 71, text: { format: 'text', content: 'Blocked.' }, create_date: 1, user_id: 2, user_fname: 'Ana' }];
const described = createServer(({ url }, response) => response.end(JSON.stringify(url.includes('/comments') ? said : url.includes('/incidents/') ? incident : [
  { name: 'site', text: 'Site', input_type: 'select', prefix: 'properties', required: 'always', values: [{ value: 1, label: 'Berlin', enabled: true, hidden: false, default: true }] },
  { name: 'day', text: 'Day', input_type: 'datepicker', prefix: 'properties', required: 'close' },
])));
await new Promise((listening) => described.listen(0, '127.0.0.1', listening));
const soar = { id: null, type: '.resilient', name: 'SOAR', config: { apiUrl: 'http://127.0.0.1:' + described.address().port, orgId: '201', apiKeyId: 'k' }, secrets: { apiKeySecret: 's' } };
const { connector: told_by } = await host.saveConnector(soar);
const live = await host.connectorFields(told_by.id);
add('ConnectorFields', live);
add('LiveChoice[]', await host.searchChoices(told_by.id, live.fields[0], 'ber'));
add('Problem[]', api.validateFields({ severityCode: '4', additionalFields: '{"gone":1}' }, '.resilient', live));
const there = { ...JSON.parse(new TextDecoder().decode(cases[0])), external_service: { connector_id: told_by.id, connector_name: 'SOAR', external_id: '7', external_title: '7', external_url: soar.config.apiUrl + '/#incidents/7', pushed_at: null, pushed_by: null } };
const pulled = await host.pull(there, { connectorId: told_by.id });
add('Pulled', pulled);
add('PullResult[]', await host.pullAll([there, cases[0], '{}'], { connectorId: told_by.id }));
described.close();
described.closeAllConnections();
add('ConnectorFields', await host.connectorFields(told_by.id, { refresh: true }));
const exported = await host.exportConnectors();
add('ConnectorExport', exported);
add('ImportResult', await host.importConnectors({ ...exported, connectors: [...exported.connectors, {}] }));
add('Vault', await host.vault());
add('Vault', await host.setVault({ level: 'device' }));
add('Vault', await host.setVault({ level: 'passphrase', passphrase: 'correct horse battery' }));
add('AsideRecord[]', await host.setAside());
console.log(JSON.stringify(values));
`;

test('what the functions answer is what the declarations say', async () => {
  const values = await project.run(COLLECT);
  const lines = values.map(
    ({ type, value }, index) => `export const v${index} = ${JSON.stringify(value)} satisfies api.${type};`,
  );
  project.write('answers.ts', `import type * as api from 'case-connectors';\n${lines.join('\n')}\n`);
  assert.equal(compile(project, ['answers.ts']), '');
});
