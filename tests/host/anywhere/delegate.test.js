// Pushes by Kibana: what is kept of them over a reload, and what goes on.
import { expect, test } from 'vitest';

import { codeOf, endOf, open as openHost, parse, swiftClock } from '../lib/host.js';
import { newCase, withComments } from '../lib/kibana.js';
import { fault, ledger, records, simulator } from '../lib/simulators.js';

/** By a clock that does not wait: two minutes of looks are over at once. */
const open = (name) =>
  openHost(name, { delegate: { kind: 'kibana', url: simulator('kibana'), space: 'soc' }, clock: swiftClock() });

const failPush = (kind, { id }) =>
  fault('kibana', { kind, match: { pathContains: `${id}/connector/kibana-jira/_push` } });

/** How many incidents Kibana has made of a case, and how often it was asked to push it. */
async function made({ id }) {
  const incidents = (await records('kibana')).filter(({ fields }) => fields.case === id);
  const pushes = (await ledger('kibana')).filter(({ path }) => path.includes(id) && path.endsWith('_push'));
  return { incidents: incidents.length, pushes: pushes.length };
}

test('Kibana pushes a case without a connector or a secret here', async () => {
  const host = await open('kibana');
  const securityCase = await newCase();
  const plan = await host.plan(securityCase);
  expect(plan.steps[0].request.url).toMatch(
    new RegExp(`/s/soc/api/cases/${securityCase.id}/connector/kibana-jira/_push$`),
  );
  const labels = [];
  const outcome = await host.push(securityCase, { onProgress: ({ label }) => labels.push(label) });
  expect([endOf(outcome), outcome.writes]).toEqual(['complete', 1]);
  expect(outcome.externalService.connector_id).toBe('kibana-jira');
  expect(await made(securityCase)).toEqual({ incidents: 1, pushes: 1 });
  expect(await host.interrupted()).toEqual([]);
  expect(labels).toEqual(['Reading the case in Kibana', 'Push with Kibana', '']);

  // The updated case has its comments: what was pushed is up to date.
  expect((await host.status(outcome.updatedCase)).state).toBe('upToDate');
  expect(parse(outcome.updatedCase).id).toBe(securityCase.id);

  expect(await codeOf(host.push(securityCase, { ifGone: 'recreate' }))).toBe('OPTIONS_INVALID');
});

test('what did not arrive is kept over a reload, and sent again only when a person says so', async () => {
  let host = await open('kibana-unknown');
  const securityCase = await newCase();
  await failPush('cutBefore', securityCase);
  expect((await host.push(securityCase)).error.code).toBe('OUTCOME_UNKNOWN');
  host.close();

  host = await open('kibana-unknown');
  expect((await host.interrupted())[0].state).toBe('unknown');
  expect((await host.status(await withComments(securityCase))).state).toBe('unknown');
  for (let time = 0; time < 2; time += 1)
    expect((await host.resume(securityCase.id)).error.code).toBe('OUTCOME_UNKNOWN');
  // Neither a list of many nor a dismissal makes it forget what is open.
  await host.dismiss(securityCase.id, 'kibana-jira');
  expect((await host.pushAll([securityCase]))[0].outcome.error.code).toBe('OUTCOME_UNKNOWN');
  expect(await made(securityCase)).toEqual({ incidents: 0, pushes: 1 });

  expect(endOf(await host.push(securityCase, { settle: { kind: 'notThere' } }))).toBe('complete');
  expect(await made(securityCase)).toEqual({ incidents: 1, pushes: 2 });
  expect(await host.interrupted()).toEqual([]);
});

test('a tab that dies while Kibana works leaves a push that is found done', async () => {
  let host = await open('kibana-dies');
  const securityCase = await newCase();
  // The page goes away once the request is on its way; Kibana carries it out.
  await failPush('cutAfter', securityCase);
  const controller = new AbortController();
  const onProgress = ({ label }) => {
    if (label === 'Waiting before looking whether it was carried out') controller.abort();
  };
  const stopped = await host.push(securityCase, { signal: controller.signal, onProgress });
  expect(endOf(stopped)).toBe('unknown ABORTED');
  host.close();

  host = await open('kibana-dies');
  const outcome = await host.resume(securityCase.id);
  expect([endOf(outcome), outcome.writes]).toEqual(['complete', 0]);
  expect(await made(securityCase)).toEqual({ incidents: 1, pushes: 1 });
  expect(await host.interrupted()).toEqual([]);
});

test('forgetting a case forgets what is open', async () => {
  const host = await open('kibana-forget');
  const securityCase = await newCase();
  await failPush('cutBefore', securityCase);
  expect((await host.push(securityCase)).error.code).toBe('OUTCOME_UNKNOWN');
  await host.forget(securityCase.id);
  expect(await codeOf(host.push(securityCase, { settle: { kind: 'notThere' } }))).toBe('NOTHING_PENDING');
  expect((await host.push(securityCase)).state).toBe('complete');
});

test('a delegate that is none is refused', async () => {
  for (const delegate of [{ kind: 'other' }, { kind: 'kibana' }, { kind: 'kibana', url: 'http://kibana.example' }])
    expect(await codeOf(openHost(undefined, { store: 'memory', delegate }))).toBe('OPTIONS_INVALID');
});
