// Live fields: read with a connector's own credentials, kept with their age, and what a case is judged by.
import { fieldValue, planPush, validateFields, withFieldValue } from 'case-connectors';
import { beforeEach, expect, test } from 'vitest';

import { draft, SYSTEMS } from '../lib/connectors.js';
import { caseOf, codeOf, errorOf, open, parse, save, swiftClock } from '../lib/host.js';
import { fault, ledger, noFaults, reset, settings, simulator } from '../lib/simulators.js';

const INCIDENT = '10006';
const DAY = 86_400_000;

beforeEach(async () => {
  for (const system of SYSTEMS) {
    await reset(system);
    await noFaults(system);
  }
});

const withFields = (id, connectorId, type, fields) => ({
  ...parse(caseOf(id)),
  connector: { id: connectorId, name: 'Test', type, fields },
});

test('every system tells its fields, in the shape of a form', async () => {
  const host = await open('fields-shape');
  for (const system of SYSTEMS) {
    const id = await save(host, draft(system, { name: system }));
    const { fields, notes, readAt, error } = await host.connectorFields(id);
    expect([notes, error], system).toEqual([[], null]);
    expect(Date.parse(readAt), system).toBeGreaterThan(Date.now() - 60_000);
    for (const field of fields) {
      expect([typeof field.label, typeof field.kind, typeof field.help, Array.isArray(field.choices)]).toEqual([
        'string',
        'string',
        'string',
        true,
      ]);
    }
  }
});

test('what was read is kept for a day, and read anew on request', async () => {
  const clock = swiftClock(Date.now());
  const host = await open('fields-kept', { clock });
  const id = await save(host, draft('jiraCloud'));
  const asked = async () => (await ledger('jiraCloud')).filter(({ path }) => path.includes('createmeta')).length;
  const first = await host.connectorFields(id, { issueType: INCIDENT });
  const once = await asked();
  expect(await host.connectorFields(id, { issueType: INCIDENT })).toEqual(first);
  expect(await asked()).toBe(once);
  // Another tab, or the page after a reload.
  const other = await open('fields-kept', { clock });
  expect(await other.connectorFields(id, { issueType: INCIDENT })).toEqual(first);
  expect(await asked()).toBe(once);
  await host.connectorFields(id, { issueType: INCIDENT, refresh: true });
  expect(await asked()).toBe(2 * once);
  await host.close();
  await other.close();
  const later = await open('fields-kept', { clock: swiftClock(Date.now() + 2 * DAY) });
  await later.setSecrets(id, draft('jiraCloud').secrets);
  await later.connectorFields(id, { issueType: INCIDENT });
  expect(await asked()).toBe(3 * once);
});

test('without the system, what is kept comes with the reason', async () => {
  const host = await open('fields-offline');
  const id = await save(host, draft('resilient'));
  await fault('resilient', { kind: 'status', status: 503, times: 3 });
  expect(await codeOf(host.connectorFields(id))).toBe('REMOTE_FAILED');
  await noFaults('resilient');
  await host.endPause(simulator('resilient'));
  const read = await host.connectorFields(id);
  await fault('resilient', { kind: 'status', status: 401, times: 3 });
  const kept = await host.connectorFields(id, { refresh: true });
  expect(kept).toEqual({ ...read, error: expect.objectContaining({ code: 'AUTH_FAILED' }) });
});

test('what another project was shown says nothing, and a deleted connector leaves nothing', async () => {
  const host = await open('fields-bound');
  const id = await save(host, draft('jiraCloud'));
  const soc = await host.connectorFields(id);
  await save(host, draft('jiraCloud', { id, config: { projectKey: 'SD' } }));
  const desk = await host.connectorFields(id);
  const types = ({ fields }) => fields[0].choices.map(({ label }) => label);
  expect(types(desk)).not.toEqual(types(soc));
  await host.deleteConnector(id);
  expect(await codeOf(host.connectorFields(id))).toBe('CONNECTOR_UNKNOWN');
  const again = await save(host, draft('jiraCloud', { config: { projectKey: 'SD' } }));
  await fault('jiraCloud', { kind: 'status', status: 401, times: 3 });
  expect(await codeOf(host.connectorFields(again))).toBe('AUTH_FAILED');
});

test('what an incident takes is read beside what is kept, for the one that is looked at', async () => {
  const host = await open('fields-incident');
  const id = await save(host, draft('jiraCloud'));
  const team = (value) => withFieldValue({ issueType: INCIDENT }, 'otherFields.customfield_10042', { id: value });
  const pushed = [];
  for (const name of ['fields-a', 'fields-b']) {
    const { updatedCase } = await host.push(withFields(name, id, '.jira', team('10100')));
    pushed.push(parse(updatedCase));
  }
  const [first, second] = pushed.map((it) => it.external_service.external_id);
  await settings('jiraCloud', { offEditScreen: ['customfield_10042'] });
  const reads = async (options) => {
    const before = (await ledger('jiraCloud')).length;
    const { fields, readAt } = await host.connectorFields(id, { issueType: INCIDENT, ...options });
    const paths = fields.filter(({ readOnly }) => readOnly).map(({ path }) => path);
    return [(await ledger('jiraCloud')).length - before, paths, readAt];
  };
  const [, none, readAt] = await reads({});
  expect(none).toEqual([]);
  const path = 'otherFields.customfield_10042';
  expect(await reads({ incidentId: first })).toEqual([1, [path], readAt]);
  expect(await reads({ incidentId: first })).toEqual([0, [path], readAt]);
  // A plan says it of a change, and of this incident alone; a new one is another matter.
  const codes = async (securityCase) => (await host.plan(securityCase)).problems.map(({ code }) => code);
  const changed = pushed.map((it) => ({ ...it, connector: { ...it.connector, fields: team('10101') } }));
  expect(await codes(pushed[0])).toEqual([]);
  expect(await codes(changed[0])).toEqual(['FIELD_READ_ONLY']);
  expect(await codes(changed[1])).toEqual([]);
  expect(await reads({})).toEqual([0, [], readAt]);
  expect(await reads({ incidentId: second })).toEqual([1, [path], readAt]);
  expect(await codes(changed[1])).toEqual(['FIELD_READ_ONLY']);
  await fault('jiraCloud', { kind: 'status', status: 404, match: { pathContains: 'editmeta' } });
  expect(await reads({ incidentId: first })).toEqual([1, [], readAt]);
});

test('people, groups and records are searched', async () => {
  const host = await open('fields-search');
  for (const [system, path, words, label] of [
    ['jiraCloud', 'otherFields.customfield_10046', 'ana', 'Ana Lyst (ana.lyst@example.com)'],
    ['jiraDataCenter', 'otherFields.assignee', 'ana', 'Ana Lyst (ana.lyst@example.com)'],
    ['servicenow', 'additionalFields.assignment_group', 'net', 'Network'],
    ['resilient', 'additionalFields.owner_id', 'cal', 'Cal Ler (cal.ler@example.com)'],
  ]) {
    const id = await save(host, draft(system, { name: `search ${system}` }));
    const { fields } = await host.connectorFields(id);
    const field = fields.find((it) => it.path === path);
    expect(
      (await host.searchChoices(id, field, words)).map((it) => it.label),
      system,
    ).toEqual([label]);
  }
});

test('a plan names what would be refused, all at once, and the host needs no network for it', async () => {
  await settings('jiraCloud', { requiredFields: ['customfield_10042', 'customfield_10046'] });
  const host = await open('fields-plan');
  const id = await save(host, draft('jiraCloud'));
  const live = await host.connectorFields(id, { issueType: INCIDENT });
  let fields = withFieldValue({ issueType: INCIDENT }, 'otherFields.customfield_10043', 'seven');
  const paths = ({ problems }) => problems.map(({ field, code }) => `${field} ${code}`);
  const expected = [
    'connector.fields.otherFields.customfield_10042 FIELD_REQUIRED',
    'connector.fields.otherFields.customfield_10043 VALUE_INVALID',
    'connector.fields.otherFields.customfield_10046 FIELD_REQUIRED',
  ];
  const before = (await ledger('jiraCloud')).length;
  expect(paths(await host.plan(withFields('fields-plan', id, '.jira', fields)))).toEqual(expected);
  const connector = (await host.connectors())[0];
  expect(paths(planPush(withFields('p', id, '.jira', fields), connector, { fields: live }))).toEqual(expected);
  expect(paths({ problems: validateFields(fields, '.jira', live) })).toEqual(expected);
  expect(planPush(withFields('p', id, '.jira', fields), connector).problems).toEqual([]);
  expect((await ledger('jiraCloud')).length).toBe(before);
  const choose = (path) => live.fields.find((it) => it.path === path).choices[0].value;
  const [ana] = await host.searchChoices(
    id,
    live.fields.find((it) => it.path === 'otherFields.customfield_10046'),
    'ana',
  );
  fields = withFieldValue(fields, 'otherFields.customfield_10042', choose('otherFields.customfield_10042'));
  fields = withFieldValue(fields, 'otherFields.customfield_10046', ana.value);
  fields = withFieldValue(fields, 'otherFields.customfield_10043', null);
  const ready = withFields('fields-ready', id, '.jira', fields);
  expect((await host.plan(ready)).problems).toEqual([]);
  expect((await host.push(ready)).state).toBe('complete');
});

test('values lie where their paths say, and other values stay', () => {
  const one = withFieldValue({ priority: 'High', otherFields: '{"a":1}' }, 'otherFields.b.c', { id: '2' });
  expect(one).toEqual({ priority: 'High', otherFields: '{"a":1,"b.c":{"id":"2"}}' });
  expect([fieldValue(one, 'otherFields.b.c'), fieldValue(one, 'priority'), fieldValue(one, 'otherFields.x')]).toEqual([
    { id: '2' },
    'High',
    null,
  ]);
  expect(withFieldValue(one, 'otherFields.a', null).otherFields).toBe('{"b.c":{"id":"2"}}');
  expect(withFieldValue({ otherFields: '{"a":1}' }, 'otherFields.a', null).otherFields).toBe(null);
  expect(fieldValue({ otherFields: '[1' }, 'otherFields.a')).toBe(null);
  expect(fieldValue(withFieldValue({}, 'otherFields.__proto__', 'x'), 'otherFields.__proto__')).toBe('x');
});

test('what is no connector and no field is said', async () => {
  const host = await open('fields-wrong');
  expect(await codeOf(host.connectorFields('nobody'))).toBe('CONNECTOR_UNKNOWN');
  const id = await save(host, draft('jiraCloud'));
  expect((await errorOf(host.searchChoices(id, { label: 'x' }, 'a'))).code).toBe('OPTIONS_INVALID');
  expect((await errorOf(host.connectorFields(id, { issuetype: '1' }))).code).toBe('OPTION_UNKNOWN');
  const stopped = new AbortController();
  stopped.abort();
  expect(await codeOf(host.connectorFields(id, { signal: stopped.signal }))).toBe('ABORTED');
});

test('a value is set among additional fields without changing the others, and not over what is no object yet', () => {
  const typed = '{"a":9007199254740993, "b":{"c":[1,{"d":"}\\",:"}]},"e" : 1.10 ,"__proto__":null,"f":1,"f":2}';
  const { otherFields } = withFieldValue({ otherFields: typed }, 'otherFields.z', ['x']);
  expect(otherFields).toBe(
    '{"a":9007199254740993,"b":{"c":[1,{"d":"}\\",:"}]},"e":1.10,"__proto__":null,"f":2,"z":["x"]}',
  );
  expect(fieldValue({ otherFields }, 'otherFields.z')).toEqual(['x']);
  expect(fieldValue({ otherFields }, 'otherFields.constructor')).toBe(null);
  expect(withFieldValue({ otherFields: '{"a":1}' }, 'otherFields.a', null)).toEqual({ otherFields: null });
  expect(withFieldValue({ otherFields: { a: 1 } }, 'otherFields.b', 2)).toEqual({ otherFields: '{"a":1,"b":2}' });
  for (const none of [undefined, null, '', ' ']) {
    expect(withFieldValue({ otherFields: none }, 'otherFields.b', 2)).toEqual({ otherFields: '{"b":2}' });
  }
  for (const broken of ['{"a":', '[1]', '5', 'null', 5, [1], true]) {
    for (const name of ['b', 'length']) expect(fieldValue({ otherFields: broken }, `otherFields.${name}`)).toBe(null);
    const set = () => withFieldValue({ otherFields: broken }, 'otherFields.b', 2);
    expect(set).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID', field: 'values.otherFields' }));
  }
});

test('additional fields are read however long one of them is', () => {
  const long = 'x'.repeat(20_000_000);
  const { otherFields } = withFieldValue({ otherFields: JSON.stringify({ long }) }, 'otherFields.b', 1);
  expect(JSON.parse(otherFields).long.length).toBe(long.length);
  expect(otherFields.endsWith(',"b":1}')).toBe(true);
});
