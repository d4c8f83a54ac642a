// Connectors, settings and choices, and their export.
import { expect, test } from 'vitest';

import { caseOf, codeOf, open, SECRETS, save, servicenow } from '../lib/host.js';
import { simulator } from '../lib/simulators.js';

test('a connector survives without its secret', async () => {
  let host = await open('survives');
  const id = await save(host, servicenow());
  expect((await host.connectors())[0].isMissingSecrets).toBe(false);
  host.close();
  const closed = await host.connectors().catch((error) => error);
  expect(closed.code).toBe('HOST_CLOSED');
  expect(closed.remedy).toContain('open()');

  host = await open('survives');
  expect(await host.connectors()).toMatchObject([{ id, isMissingSecrets: true }]);
  await host.setSecrets(id, SECRETS);
  expect((await host.connectors())[0].isMissingSecrets).toBe(false);
});

test('the same connector made anew gets the same id', async () => {
  const [first, second] = [await open('anew-1'), await open('anew-2')];
  const id = await save(first, servicenow());
  expect(await save(second, servicenow())).toBe(id);
  // A second one beside it does not.
  expect(await save(second, servicenow())).not.toBe(id);
});

test('an update keeps the secret unless the URL changes', async () => {
  const host = await open('update');
  const id = await save(host, servicenow());
  const draft = (apiUrl) =>
    servicenow({ id, name: 'Renamed', config: { apiUrl, username: 'case.bot' }, secrets: { password: '' } });
  await save(host, draft(`${simulator('servicenow')}/`));
  expect(await host.connectors()).toMatchObject([{ name: 'Renamed', isMissingSecrets: false }]);

  const moved = await host.saveConnector(draft('https://elsewhere.example'));
  expect(moved.saved).toBe(false);
  expect(moved.problems.map(({ code }) => code)).toContain('SECRET_AGAIN');
});

test('settings and choices are kept and taken back', async () => {
  let host = await open('settings');
  expect((await host.settings()).closure).toBe('close-by-user');
  const id = await save(host, servicenow());
  await host.saveSettings({ defaultConnectorId: id, closure: 'close-by-pushing' });
  await host.saveCaseChoice('case', { connectorId: id, fields: { urgency: '1' } });
  host.close();

  host = await open('settings');
  expect((await host.settings()).defaultConnectorId).toBe(id);
  expect((await host.caseChoice('case')).fields.urgency).toBe('1');
  expect(await host.caseChoice('cas')).toBe(null);
  await host.saveCaseChoice('case', null);
  expect(await host.caseChoice('case')).toBe(null);
  await host.deleteConnector(id);
  expect((await host.settings()).defaultConnectorId).toBe(null);

  expect(await codeOf(host.saveSettings({ closure: 'sometimes' }))).toBe('OPTIONS_INVALID');
});

test('namespaces do not see each other', async () => {
  const [first, second] = [await open('shared', { namespace: 'a' }), await open('shared', { namespace: 'b' })];
  await save(first, servicenow());
  expect(await second.connectors()).toEqual([]);
});

test('connectors go out and in without their secrets', async () => {
  const from = await open('export');
  const id = await save(from, servicenow());
  const data = await from.exportConnectors();
  expect(JSON.stringify(data)).not.toContain('demo-password');
  expect(data.missingSecrets[0].fields[0]).toBe('secrets.password');

  const to = await open('import');
  data.connectors.push({ type: '.jira', id: 'x', name: 'Broken', config: {} }, null);
  const { results, missingSecrets } = await to.importConnectors(data);
  expect(results).toMatchObject([{ id }, { error: { code: 'CONNECTOR_INVALID' } }, { saved: false }]);
  expect(missingSecrets).toMatchObject([{ connectorId: id }]);
  expect((await to.connectors())[0].isMissingSecrets).toBe(true);
  await to.setSecrets(id, SECRETS);
  expect((await to.push(caseOf('import'), { connectorId: id })).state).toBe('complete');

  for (const wrong of [null, {}, { format: 'case-connectors', version: 2, connectors: [] }])
    expect(await codeOf(to.importConnectors(wrong)), JSON.stringify(wrong)).toBe('OPTIONS_INVALID');
});

/** An export of the connector as somebody has changed it. */
const changedBy = async (host, change) => {
  const data = structuredClone(await host.exportConnectors());
  for (const connector of data.connectors) change(connector);
  return data;
};

test('an import takes nothing over from a stored connector without a yes, and says what it would', async () => {
  const host = await open('import-known');
  const id = await save(host, servicenow());
  const before = JSON.stringify(await host.connectors());
  const only = [{ source: 'title', target: 'short_description', action: 'overwrite' }];
  for (const [field, change] of [
    ['config.apiUrl', ({ config }) => Object.assign(config, { apiUrl: 'https://evil.example' })],
    ['config.username', ({ config }) => Object.assign(config, { username: 'mallory' })],
    ['config.advanced.colleagues', ({ config }) => Object.assign(config, { advanced: { colleagues: 'mallory' } })],
    [
      'config.advanced.commentsTarget',
      ({ config }) => Object.assign(config, { advanced: { commentsTarget: 'work_notes' } }),
    ],
    ['mappings.comments', (connector) => Object.assign(connector, { mappings: only })],
    ['name', (connector) => Object.assign(connector, { name: 'The SOC' })],
  ]) {
    const data = await changedBy(host, change);
    for (const options of [
      undefined,
      null,
      {},
      { replace: null },
      { replace: [] },
      { replace: ['another', `${id} `] },
    ]) {
      const { results } = await host.importConnectors(data, options);
      expect(results, field).toMatchObject([
        { saved: false, error: { code: 'CONNECTOR_EXISTS' }, replaces: { id, name: 'SN' } },
      ]);
      expect(results[0].replaces.changes.map((it) => it.field)).toContain(field);
      expect(JSON.stringify(await host.connectors())).toBe(before);
    }
  }
  // The same connector asks nothing, and takes nothing over.
  const same = await host.importConnectors(await host.exportConnectors());
  expect(same.results).toMatchObject([{ saved: true, id }]);
  expect(JSON.stringify(await host.connectors())).toBe(before);
  // Once somebody has said yes.
  const moved = await changedBy(host, ({ config }) => Object.assign(config, { apiUrl: 'https://evil.example' }));
  expect((await host.importConnectors(moved, { replace: [id] })).results).toMatchObject([{ saved: true, id }]);
  // Its secret does not follow it there.
  expect(await host.connectors()).toMatchObject([
    { config: { apiUrl: 'https://evil.example' }, isMissingSecrets: true },
  ]);
});

test('a file that has an id twice gets one of them in', async () => {
  const host = await open('import-twice');
  const id = await save(host, servicenow());
  const data = await host.exportConnectors();
  const [connector] = data.connectors;
  data.connectors.push({ ...connector, config: { ...connector.config, apiUrl: 'https://evil.example' } });
  for (const replace of [[], [id]]) {
    const { results } = await host.importConnectors(data, { replace });
    expect(results).toMatchObject([
      { saved: true },
      { saved: false, error: { code: 'CONNECTOR_INVALID', field: 'id' } },
    ]);
  }
  expect((await host.connectors())[0].config.apiUrl).toBe(simulator('servicenow'));
});
