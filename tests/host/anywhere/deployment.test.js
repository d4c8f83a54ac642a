// A Jira whose URL does not show which one it is: asked once for each connector, remembered, and offered in the form.
import { validateConnector } from 'case-connectors';
import { expect, test } from 'vitest';

import { caseOf, endOf, open, save } from '../lib/host.js';
import { fault, ledger, reset, simulator } from '../lib/simulators.js';

const KINDS = {
  jiraCloud: { email: 'case.bot@example.com', token: 'jira-demo-token', advanced: {}, found: 'cloud' },
  jiraDataCenter: { token: 'jira-demo-pat', advanced: { auth: 'bearer' }, found: 'dataCenter' },
};

const form = (key, advanced) => ({
  id: null,
  type: '.jira',
  name: `Jira ${key}`,
  config: {
    apiUrl: simulator(key),
    projectKey: 'SOC',
    email: KINDS[key].email,
    advanced: { ...KINDS[key].advanced, ...advanced },
  },
  secrets: { apiToken: KINDS[key].token },
});

/** How often a system was asked which one it is, and how often it has said that an address is gone. */
async function asked(key) {
  const all = await ledger(key);
  return [all.filter(({ path }) => path.endsWith('/serverInfo')).length, all.filter((it) => it.status === 410).length];
}

const DEPLOYMENT = 'config.advanced.deployment';

for (const [key, { found }] of Object.entries(KINDS)) {
  test(`${key}: many pushes, in several tabs and after a reload, ask once`, async () => {
    await reset(key);
    const name = `deployment-${key}`;
    const host = await open(name);
    const id = await save(host, form(key));
    const cases = ['a', 'b', 'c', 'd', 'e'].map((it) => caseOf(`${name}-${it}`));
    const results = await host.pushAll(cases, { connectorId: id });
    expect(results.map(({ outcome }) => outcome && endOf(outcome))).toEqual(Array(5).fill('complete'));
    expect(await asked(key)).toEqual([1, 0]);
    const again = await open(name);
    await again.setSecrets(id, form(key).secrets);
    expect(endOf(await again.push(caseOf(`${name}-f`), { connectorId: id }))).toBe('complete');
    expect(await asked(key)).toEqual([1, 0]);
    // The form says it, and a click sets it right.
    const [stored] = await again.connectors();
    expect(stored.deployment).toBe(found);
    const offers = (draft) =>
      validateConnector(draft, { existing: stored })
        .filter(({ field }) => field === DEPLOYMENT)
        .map(({ code, suggestion }) => [code, suggestion]);
    const chosen = (deployment) => ({ ...form(key, { deployment }), id });
    expect(offers(chosen('auto'))).toEqual(found === 'cloud' ? [['DEPLOYMENT_FOUND', 'cloud']] : []);
    expect(offers(chosen(found))).toEqual([]);
    const wrong = found === 'cloud' ? 'dataCenter' : 'cloud';
    expect(offers(chosen(wrong))).toEqual([['DEPLOYMENT_WRONG', found]]);
    // At another URL another system answers.
    const moved = chosen(wrong);
    expect(offers({ ...moved, config: { ...moved.config, apiUrl: 'https://jira.acme.example' } })).toEqual([]);
    const { saved, connector } = await again.saveConnector({
      ...chosen('auto'),
      config: { ...chosen('auto').config, projectKey: 'SD' },
    });
    expect([saved, (await again.connectors())[0].deployment]).toEqual([true, found]);
    // It goes with the connector.
    await again.deleteConnector(connector.id);
    await save(again, form(key));
    expect((await again.connectors())[0].deployment).toBeNull();
  });

  test(`${key}: a test tells the form what it has found, and keeps it of a stored connector`, async () => {
    await reset(key);
    const name = `deployment-test-${key}`;
    const host = await open(name);
    const draft = form(key, { deployment: found === 'cloud' ? 'auto' : 'cloud' });
    const report = await host.testConnector(draft);
    expect(report.problems.map(({ field, suggestion }) => [field, suggestion])).toEqual([[DEPLOYMENT, found]]);
    const id = await save(host, form(key));
    expect((await host.connectors())[0].deployment).toBeNull();
    await host.testConnector({ ...form(key), id });
    expect((await host.connectors())[0].deployment).toBe(found);
    const before = await asked(key);
    expect(endOf(await host.push(caseOf(name), { connectorId: id }))).toBe('complete');
    expect(await asked(key)).toEqual(before);
  });
}

test('where the question is refused the push goes on, and it is not asked again', async () => {
  await reset('jiraDataCenter');
  await fault('jiraDataCenter', { kind: 'status', status: 403, match: { pathContains: 'serverInfo' } });
  const host = await open('deployment-refused');
  const id = await save(host, form('jiraDataCenter'));
  for (const name of ['a', 'b'])
    expect(endOf(await host.push(caseOf(`deployment-refused-${name}`), { connectorId: id }))).toBe('complete');
  expect((await asked('jiraDataCenter'))[0]).toBe(1);
  expect((await host.connectors())[0].deployment).toBeNull();
});

test('who may take longer than usual is waited for, and asked once', async () => {
  await reset('jiraDataCenter');
  await fault('jiraDataCenter', { kind: 'slowAnswer', ms: 600, match: { pathContains: 'serverInfo' } });
  // Each look at who asks is 20 seconds later.
  let time = Date.now();
  const sleep = (ms) => {
    time += Math.max(ms, 20_000);
    return new Promise((resolve) => setTimeout(resolve, 100));
  };
  const host = await open('deployment-slow', { clock: { now: () => time, sleep } });
  const id = await save(host, form('jiraDataCenter'));
  const cases = ['a', 'b'].map((it) => caseOf(`deployment-slow-${it}`));
  const results = await host.pushAll(cases, { connectorId: id, timeoutMs: 3_600_000 });
  expect(results.map(({ outcome }) => outcome && endOf(outcome))).toEqual(['complete', 'complete']);
  expect(await asked('jiraDataCenter')).toEqual([1, 0]);
});
