// Sending: every end of a request is an answer or an error, and no promise stays pending.
import { send } from 'case-connectors';
import { afterEach, expect, test } from 'vitest';

import { codeOf, errorOf, parse } from '../lib/host.js';
import { anyNetwork, network } from '../lib/network.js';
import { fault, ledger, noFaults, reset, simulator } from '../lib/simulators.js';

const get = (url) => ({ method: 'GET', url, headers: { accept: 'application/json' }, body: null });

afterEach(anyNetwork);

test('every status is an answer with headers and body', async () => {
  const answer = await send(get(`${simulator('servicenow')}/api/now/table/incident`));
  expect(answer.status).toBe(401);
  expect(answer.headers['content-type']).toContain('json');
  expect(JSON.stringify(parse(answer.body))).toContain('User Not Authenticated');
});

test('nobody listening is no answer', async () => {
  // Port 9 is the discard service, which browsers refuse to call and nobody runs.
  const error = await errorOf(send(get('http://127.0.0.1:9/')));
  expect(error.code).toBe('NO_ANSWER');
  expect(error.remedy).toContain('CORS');
});

test('without a network it is said that nothing was sent for want of one, and what answers all the same is taken', async () => {
  network(false);
  expect(await codeOf(send(get('http://127.0.0.1:9/')))).toBe('OFFLINE');
  const local = get(`${simulator('jiraCloud')}/rest/api/2/serverInfo`);
  expect((await send(local)).status).toBe(200);
  await fault('jiraCloud', { kind: 'delay', ms: 60_000, match: { pathContains: 'serverInfo' } });
  expect(await codeOf(send(local, { timeoutMs: 200 }))).toBe('TIMED_OUT');
  network(true);
  await fault('jiraCloud', { kind: 'cutAfter', match: { pathContains: 'serverInfo' } });
  expect(await codeOf(send(local))).toBe('NO_ANSWER');
});

test('a slow answer times out', async () => {
  await fault('jiraCloud', { kind: 'delay', ms: 60_000, match: { pathContains: 'serverInfo' } });
  const slow = send(get(`${simulator('jiraCloud')}/rest/api/2/serverInfo`), { timeoutMs: 200 });
  expect(await codeOf(slow)).toBe('TIMED_OUT');
});

test('an abort with any reason rejects at once', async () => {
  const request = get(`${simulator('jiraCloud')}/rest/api/2/myself`);
  // Whatever a host aborts with: no reason may leave a promise pending for ever.
  for (const reason of ['user closed tab', undefined, 5, null]) {
    await fault('jiraCloud', { kind: 'delay', ms: 60_000, match: { pathContains: 'myself' } });
    const controller = new AbortController();
    const pending = send(request, { signal: controller.signal });
    controller.abort(reason);
    expect(await codeOf(pending)).toBe('ABORTED');
    expect(await codeOf(send(request, { signal: controller.signal }))).toBe('ABORTED');
    await noFaults('jiraCloud');
  }
});

test('what fetch would throw on is refused before', async () => {
  const local = 'http://127.0.0.1/';
  for (const [request, field] of [
    [{ method: 'GET', url: local, headers: { x: 'a\nb' }, body: null }, 'headers.x'],
    [{ method: 'GET', url: local, headers: { 'a b': 'c' }, body: null }, 'headers'],
    [{ method: 'GET', url: `${local} x`, headers: {}, body: null }, 'url'],
    [{ method: 'TRACE', url: local, headers: {}, body: null }, 'request.method'],
  ])
    expect((await errorOf(send(request))).field, JSON.stringify(request)).toBe(field);
});

test('a cut connection is no answer, and the request is sent once', async () => {
  await reset('servicenow');
  await fault('servicenow', { kind: 'cutAfter', match: { method: 'GET', pathContains: 'sys_choice' } });
  expect(await codeOf(send(get(`${simulator('servicenow')}/api/now/table/sys_choice`)))).toBe('NO_ANSWER');
  expect((await ledger('servicenow')).filter(({ path }) => path.includes('sys_choice'))).toHaveLength(1);
});
