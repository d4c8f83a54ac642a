// What only a browser refuses to send, and which cookies go along.
import { send } from 'case-connectors';
import { expect, test } from 'vitest';

import { draft, SYSTEMS } from '../lib/connectors.js';
import { withMember } from '../lib/database.js';
import { caseOf, codeOf, open, save, servicenow, swiftClock } from '../lib/host.js';
import { newCase } from '../lib/kibana.js';
import { ledger, reset, settings, simulator } from '../lib/simulators.js';
import { verdict } from '../lib/verdict.js';

const isWrite = ({ method, path }) => method !== 'GET' && !path.endsWith('/query_paged');

test('refused CORS is no answer', async () => {
  await settings('resilient', { cors: { mode: 'refused' } });
  const url = `${simulator('resilient')}/rest/session`;
  const sent = codeOf(send({ method: 'GET', url, headers: { accept: 'application/json' }, body: null }));
  expect(await sent).toBe('NO_ANSWER');
  await settings('resilient', { cors: { mode: 'allowed' } });
});

test('a good connector is ok on every system, and only reads are sent', async () => {
  const host = await open('doctor-ok');
  for (const system of SYSTEMS) {
    await reset(system);
    const report = await host.testConnector(draft(system));
    expect(report.grade, `${system} ${JSON.stringify(report)}`).toBe('ok');
    expect(report.checks).toHaveLength(9);
    expect(verdict(report, 'cors'), system).toBe('passed null');
    const asked = await ledger(system);
    expect(asked.length, system).toBeGreaterThan(0);
    expect(asked.filter(isWrite), system).toEqual([]);
  }
});

test('refused CORS is told apart from nobody listening', async () => {
  const host = await open('doctor-cors');
  for (const [system, words] of [
    ['servicenow', 'CORS rule'],
    ['jiraCloud', 'gateway'],
    ['jiraDataCenter', 'Allow incoming'],
    ['resilient', 'gateway'],
  ]) {
    await reset(system);
    await settings(system, { cors: { mode: 'refused' } });
    const report = await host.testConnector(draft(system));
    const asked = await ledger(system);
    await settings(system, { cors: { mode: 'allowed' } });
    expect(verdict(report, 'reachable'), `${system} ${JSON.stringify(report)}`).toBe('passed null');
    expect(verdict(report, 'cors'), system).toBe('failed CORS_REFUSED');
    expect(verdict(report, 'credentials'), system).toBe('skipped null');
    expect(report.checks[2].remedy).toContain(words);
    expect(report.checks[2].message).toContain(location.origin);
    expect(asked.length, system).toBeGreaterThan(0);
    expect(asked.filter(isWrite), system).toEqual([]);
    // Of all that came, only preflights spoke of a login.
    expect(asked.filter(({ headers }) => headers.authorization === 'present')).toEqual([]);
  }
  // Port 9 is the discard service, which browsers refuse to call and nobody runs.
  const report = await host.testConnector(draft('servicenow', { apiUrl: 'http://127.0.0.1:9' }));
  expect(verdict(report, 'reachable')).toBe('failed UNREACHABLE');
  expect(verdict(report, 'cors')).toBe('skipped null');
});

test('a login that CORS does not let through is CORS too', async () => {
  const host = await open('doctor-preflight');
  await settings('jiraDataCenter', { cors: { allowHeaders: ['Accept'] } });
  const report = await host.testConnector(draft('jiraDataCenter'));
  await reset('jiraDataCenter');
  expect(verdict(report, 'product')).toBe('passed null');
  expect(verdict(report, 'cors')).toBe('failed CORS_REFUSED');
});

/** What the requests that are sent while this runs say of cookies, each word once. */
async function credentialsOf(act) {
  const { fetch } = globalThis;
  const seen = new Set();
  const record = (request, ...rest) => {
    if (request.credentials) seen.add(request.credentials);
    return fetch(request, ...rest);
  };
  await withMember(globalThis, 'fetch', record, act);
  return [...seen];
}

test('cookies go to Kibana of the same origin and to a gateway that holds secrets, and nowhere else', async () => {
  const securityCase = await newCase();
  const delegate = { kind: 'kibana', url: simulator('kibana'), space: 'soc' };
  const kibana = await open('kibana-cookies', { delegate, clock: swiftClock() });
  expect(await credentialsOf(() => kibana.push(securityCase))).toEqual(['same-origin']);

  for (const [holdsSecrets, expected] of [
    [true, 'include'],
    [false, 'omit'],
  ]) {
    const transport = { kind: 'gateway', url: `${simulator('kibana')}/relay`, holdsSecrets };
    const host = await open(undefined, { store: 'memory', transport });
    const connectorId = await save(host, servicenow());
    expect(await credentialsOf(() => host.push(caseOf('cookies'), { connectorId }))).toEqual([expected]);
    expect(await credentialsOf(() => host.testConnector(servicenow()))).toContain(expected);
  }
});
