// Pushes that did not complete, other tabs, and many cases at once.
import { expect, test } from 'vitest';

import { caseOf, codeOf, endOf, open, SECRETS, save, servicenow } from '../lib/host.js';
import { commentsOf, fault, ledger, noFaults } from '../lib/simulators.js';

test('a push that failed is finished without the case', async () => {
  let host = await open('resume');
  const connectorId = await save(host, servicenow());
  await fault('servicenow', { kind: 'status', status: 403, times: 1, match: { method: 'PATCH', nth: 2 } });
  expect((await host.push(caseOf('resume'), { connectorId })).error.code).toBe('FORBIDDEN');
  host.close();

  host = await open('resume');
  const pending = await host.interrupted();
  expect(pending).toMatchObject([{ caseId: 'resume', state: 'failed', error: { code: 'FORBIDDEN' } }]);
  expect(pending[0].isMissingSecrets).toBe(true);
  expect(await codeOf(host.resume('resume'))).toBe('SECRET_MISSING');

  await host.setSecrets(connectorId, SECRETS);
  const outcome = await host.resume('resume');
  expect(endOf(outcome)).toBe('complete');
  expect(outcome.updatedCase).toBeInstanceOf(Uint8Array);
  expect(await host.interrupted()).toEqual([]);
  expect(await codeOf(host.resume('resume'))).toBe('NOTHING_PENDING');
  expect(await commentsOf('resume')).toEqual([4]);
});

test('another tab sees a push and can stop it', async () => {
  const [first, second] = [await open('tabs'), await open('tabs')];
  const connectorId = await save(first, servicenow());
  const seen = [];
  const isSending = new Promise((sending) => {
    second.watch((progress) => {
      seen.push(progress);
      if (progress.label === 'Add comment c1a2') sending();
    });
  });
  await fault('servicenow', { kind: 'delay', ms: 20_000, times: 1, match: { method: 'PATCH', nth: 2 } });
  const pushing = first.push(caseOf('tabs'), { connectorId });
  await isSending;
  expect(seen[0].caseId).toBe('tabs');
  // While it runs it is not interrupted.
  expect(await second.interrupted()).toEqual([]);
  second.abort('tabs');
  expect(endOf(await pushing)).toBe('unknown ABORTED');
  expect((await second.interrupted())[0].state).toBe('unknown');
  await second.dismiss('tabs', connectorId);
  expect(await second.interrupted()).toEqual([]);
  await noFaults('servicenow');
});

test('many cases have a result each, and a bad one stops none', async () => {
  const host = await open('bulk');
  const connectorId = await save(host, servicenow());
  const cases = [1, 2, 3, 4, 5, 6].map((n) => (n === 4 ? '{}' : caseOf(`bulk-${n}`)));
  const ended = [];
  const onResult = (_, { finished, count }) => ended.push(`${finished} of ${count}`);
  const results = await host.pushAll(cases, { connectorId, onResult });
  expect(results.map(({ outcome, error }) => outcome?.state ?? error.code)).toEqual([
    ...Array(3).fill('complete'),
    'CASE_INVALID',
    ...Array(2).fill('complete'),
  ]);
  expect(ended).toEqual([1, 2, 3, 4, 5, 6].map((n) => `${n} of 6`));
  expect(await host.interrupted()).toEqual([]);
});

test('a wrong password is tried as often as pushes run at once, and the rest can be resumed', async () => {
  const host = await open('bulk-401');
  const connectorId = await save(host, servicenow());
  await host.setSecrets(connectorId, { password: 'wrong' });
  const refused = async () => (await ledger('servicenow')).filter(({ status }) => status === 401).length;
  const before = await refused();
  const cases = [...Array(9).keys()].map((n) => caseOf(`locked-${n}`));
  const results = await host.pushAll(cases, { connectorId });
  const tried = (await refused()) - before;
  expect(tried).toBeGreaterThanOrEqual(1);
  expect(tried).toBeLessThanOrEqual(4);
  expect(results.map((result) => (result.outcome ?? result).error.code)).toEqual(Array(9).fill('AUTH_FAILED'));

  expect(await host.interrupted()).toHaveLength(9);
  await host.setSecrets(connectorId, SECRETS);
  const only = ['locked-3', 'none'].map((caseId) => ({ caseId, connectorId }));
  const some = await host.resumeAll({ only });
  expect(some.map(({ outcome, error }) => outcome?.state ?? error.code)).toEqual(['complete', 'NOTHING_PENDING']);
  expect(await host.interrupted()).toHaveLength(8);
  const rest = await host.resumeAll();
  expect(rest.map(({ outcome }) => outcome?.state)).toEqual(Array(8).fill('complete'));
  expect(await host.interrupted()).toEqual([]);
});
