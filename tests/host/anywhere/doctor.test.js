// The test of a connector, wherever it runs.
import { expect, test } from 'vitest';

import { draft, SYSTEMS } from '../lib/connectors.js';
import { codeOf, open, save } from '../lib/host.js';
import { fault, ledger, noFaults, reset, simulator } from '../lib/simulators.js';
import { verdict } from '../lib/verdict.js';

test('a wrong password, an unknown project and another product are told', async () => {
  const host = await open('doctor-wrong');
  const wrong = await host.testConnector(draft('servicenow', { secrets: { password: 'wrong' } }));
  expect(verdict(wrong, 'credentials')).toBe('failed AUTH_FAILED');

  const unknown = await host.testConnector(draft('jiraCloud', { config: { projectKey: 'NOPE' } }));
  expect(verdict(unknown, 'place')).toBe('failed PROJECT_MISSING');

  await reset('servicenow');
  const other = await host.testConnector(draft('jiraDataCenter', { apiUrl: simulator('servicenow') }));
  expect(verdict(other, 'product')).toBe('failed WRONG_PRODUCT');
  // The secret was not sent to what turned out to be another product.
  expect((await ledger('servicenow')).map(({ headers }) => headers.authorization)).toEqual(['absent']);
});

test('a web page in place of data is told', async () => {
  const host = await open('doctor-html');
  for (const system of SYSTEMS) {
    await fault(system, { kind: 'html' });
    expect(verdict(await host.testConnector(draft(system)), 'product'), system).toBe('failed NOT_JSON');
  }
});

test('an empty secret is the stored one’s while type, URL and user stay', async () => {
  const host = await open('doctor-secret');
  const id = await save(host, draft('jiraCloud'));
  const again = (changed) => host.testConnector(draft('jiraCloud', { id, secrets: { apiToken: '' }, ...changed }));
  expect((await again()).grade).toBe('ok');
  for (const changed of [{ config: { email: 'ana.lyst@example.com' } }, { apiUrl: simulator('jiraDataCenter') }]) {
    const report = await again(changed);
    expect(verdict(report, 'form')).toBe('failed SECRET_MISSING');
    expect(verdict(report, 'reachable')).toBe('skipped null');
  }
  expect(await codeOf(host.testConnector(draft('jiraCloud', { id: 'nobody' })))).toBe('CONNECTOR_UNKNOWN');
});

test('progress is told after each answer, and an abort stops at once', async () => {
  const host = await open('doctor-abort');
  const seen = [];
  const onProgress = ({ label, checks }) => seen.push([label !== '', checks.length]);
  await host.testConnector(draft('jiraCloud'), { onProgress });
  expect(seen).toEqual([
    [true, 1],
    [true, 4],
    [true, 6],
    [true, 7],
    [true, 8],
    [true, 9],
    [false, 9],
  ]);

  await fault('jiraCloud', { kind: 'delay', ms: 60_000, match: { pathContains: 'myself' } });
  const controller = new AbortController();
  const stop = ({ label }) => {
    if (label === 'Logging in') setTimeout(() => controller.abort('closed'));
  };
  const report = await host.testConnector(draft('jiraCloud'), { signal: controller.signal, onProgress: stop });
  await noFaults('jiraCloud');
  expect(verdict(report, 'credentials')).toBe('failed ABORTED');
  expect(verdict(report, 'place')).toBe('skipped null');
});

test('a slow system times out', async () => {
  const host = await open('doctor-slow');
  await fault('resilient', { kind: 'delay', ms: 60_000 });
  const report = await host.testConnector(draft('resilient'), { timeoutMs: 200 });
  expect(verdict(report, 'reachable')).toBe('failed TIMED_OUT');
});
