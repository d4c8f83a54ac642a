/** Jira Cloud, as the simulator plays it: what a browser may not do, it may do through the gateway. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createGateway } from 'case-connectors/gateway';
import { serve } from 'case-connectors/gateway/node';

import { startSimulators } from '../judges/node/simulators.mjs';
import { codeOf, send } from './lib/servers.mjs';

const PAGE = 'https://dashboard.example';
const LOGIN = `Basic ${btoa('case.bot@example.com:jira-demo-token')}`;
let simulators;
let jira;
before(async () => {
  simulators = await startSimulators();
  jira = simulators.addresses.jiraCloud;
});
after(() => simulators.stop());

const create = {
  method: 'POST',
  headers: {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    Origin: PAGE,
    Referer: `${PAGE}/cases`,
    'User-Agent':
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  },
  body: JSON.stringify({ fields: { project: { key: 'SOC' }, issuetype: { id: '10006' }, summary: 'Phishing mail' } }),
};
const withLogin = { ...create, headers: { ...create.headers, Authorization: LOGIN } };
const path = '/rest/api/2/issue';
const open = (options) => serve(createGateway({ prefix: '/relay', origins: [PAGE], allowPrivate: [jira], ...options }));
const records = async () => (await (await fetch(`${jira}/_sim/records`)).json()).length;

test('directly, Jira Cloud refuses what a browser sends', async () => {
  const answer = await send(jira, path, withLogin);
  assert.equal(answer.status, 403);
  assert.match(answer.body, /XSRF/);
});

test('relayed, it creates the issue', async () => {
  const gateway = await open({ targets: [{ baseUrl: jira }] });
  const before = await records();
  const answer = await send(gateway.url, `/relay/${new URL(jira).host}${path}`, withLogin);
  assert.deepEqual([answer.status, codeOf(answer)], [201, null]);
  assert.match(JSON.parse(answer.body).key, /^SOC-\d+$/);
  assert.equal(await records(), before + 1);
  await gateway.close();
});

test('with a secret that the gateway holds, too', async () => {
  const targets = [{ baseUrl: jira, connectorId: 'soc', authorization: () => LOGIN }];
  const gateway = await open({ targets, authorize: () => true });
  const headers = { ...create.headers, 'X-Case-Connectors-Connector': 'soc' };
  const answer = await send(gateway.url, `/relay/${new URL(jira).host}${path}`, { ...create, headers });
  assert.equal(answer.status, 201);
  await gateway.close();
});

test("a refused login is Jira's answer, not the gateway's", async () => {
  const gateway = await open({ targets: [{ baseUrl: jira }] });
  const answer = await send(gateway.url, `/relay/${new URL(jira).host}${path}`, create);
  assert.deepEqual([answer.status, codeOf(answer)], [401, null]);
  await gateway.close();
});
