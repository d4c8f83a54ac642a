// A database that an earlier version has left: tests/fixtures/database/write.js says how.
import { authorize } from 'case-connectors';
import { beforeEach, expect, test } from 'vitest';

import { faultsOf } from '../lib/cases.js';
import { change, withDatabase } from '../lib/database.js';
import { LAYOUT_2, restore } from '../lib/fixtures.js';
import { caseOf, codeOf, endOf, open, parse, SECRETS, save, servicenow, swiftClock } from '../lib/host.js';
import { newCase } from '../lib/kibana.js';
import { NAMES, withNames } from '../lib/names.js';
import { ledger, records, reset, simulator } from '../lib/simulators.js';

const { ids, cases, database, passphrase, arrived, kibanaCase } = LAYOUT_2;
const [JIRA, SECOND_JIRA, SNOW, SIR, RESILIENT] = ids;
const [pause] = database.pauses.map(([, it]) => it);
/** The next day: no pause lasts so long. */
const later = () => swiftClock(pause.until + 86_400_000, 1);

/** Everything that a case's journal had. */
const journalOf = (caseId) =>
  database.journal.filter(([key]) => key.startsWith(`${caseId}\u0000${JIRA}\u0000`)).map(([, record]) => record);

/** Has the simulated Jira hold what the one held that the database knows of: it counts its ids. */
async function fillJira() {
  await reset('jiraCloud');
  const { config } = database.connectors.find(([key]) => key === `${JIRA}\u0000`)[1];
  const connector = { id: JIRA, type: '.jira', name: 'Jira', config };
  for (const request of arrived) {
    const { method, url, headers, body } = authorize(request, connector, { apiToken: 'jira-demo-token' });
    const { origin } = new URL(url);
    const answer = await fetch(simulator(NAMES[origin]) + url.slice(origin.length), { method, headers, body });
    expect(answer.status, await answer.text()).toBe(201);
  }
}

/** Jira's writes since it was filled. */
const written = async () =>
  (await ledger('jiraCloud'))
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/bulkfetch'))
    .slice(arrived.length);

beforeEach(fillJira);

test('a database of the first layout is brought forward with what it holds', async () => {
  const make = (made) => {
    for (const table of ['connectors', 'settings', 'choices', 'journal']) made.createObjectStore(table);
  };
  await withDatabase('layout-1', () => {}, { version: 1, make });
  await change('layout-1', ['connectors'], (connectors) => connectors.put(servicenow({ id: 'old' }), 'old\u0000'));
  const host = await open('layout-1');
  expect((await host.connectors())[0].id).toBe('old');
  await host.setSecrets('old', SECRETS);
  expect((await host.push(caseOf('layout1'), { connectorId: 'old' })).state).toBe('complete');
});

test('everything is there', async () => {
  await restore(LAYOUT_2, 'all-there');
  const host = await open('all-there');
  expect(
    (await host.connectors()).map(({ id, type, name, isMissingSecrets }) => [id, type, name, isMissingSecrets]),
  ).toEqual([
    [SECOND_JIRA, '.jira', 'A: the second of the same place', false],
    [JIRA, '.jira', 'B: the first that was saved', false],
    [RESILIENT, '.resilient', 'Resilient', false],
    [SIR, '.servicenow-sir', 'Security incidents', false],
    [SNOW, '.servicenow', 'Tickets', false],
  ]);
  expect(await host.settings()).toEqual({ defaultConnectorId: SNOW, closure: 'close-by-pushing' });
  expect(await host.caseChoice('chosen')).toEqual({ connectorId: SNOW, fields: { urgency: '1', impact: '2' } });
  expect((await host.plan(cases.chosen)).steps[1].after.urgency).toBe('1');
  expect(await host.vault()).toEqual({ level: 'passphrase', locked: true, sealed: 5, autoLockMs: 900_000 });
  expect(await host.setAside()).toMatchObject([{ table: 'connectors', key: 'x', value: 'nonsense' }]);
  for (const caseId of ['complete', 'interrupted', 'lost', 'unknown', 'failed'])
    expect(await host.journal(caseId, JIRA), caseId).toEqual(journalOf(caseId));
  expect((await host.status(cases.complete, { connectorId: JIRA })).state).toBe('upToDate');

  const pending = (await host.interrupted()).map(({ caseId, connectorId, connectorName, state, error }) => [
    caseId,
    connectorId,
    connectorName,
    state,
    error?.code ?? null,
  ]);
  const jira = [JIRA, 'B: the first that was saved'];
  expect(pending).toEqual([
    ['failed', ...jira, 'failed', 'FORBIDDEN'],
    ['unknown', ...jira, 'unknown', 'ABORTED'],
    ['paused', RESILIENT, 'Resilient', 'failed', 'RATE_LIMITED'],
    ['queued', ...jira, 'queued', null],
    [kibanaCase.id, 'kibana-jira', null, 'unknown', 'OUTCOME_UNKNOWN'],
    ['interrupted', ...jira, 'interrupted', null],
    ['lost', ...jira, 'interrupted', null],
  ]);
});

test('each pending push is finished, and nothing that has arrived is sent again', async () => {
  await restore(LAYOUT_2, 'finishes');
  await withNames(simulator, async () => {
    const host = await open('finishes', { clock: later() });
    expect(await codeOf(host.resume('lost'))).toBe('VAULT_LOCKED');
    expect(await codeOf(host.unlock('correct horse batterz'))).toBe('VAULT_PASSPHRASE');
    await host.unlock(passphrase);

    const only = ['failed', 'unknown', 'queued', 'interrupted', 'lost'].map((caseId) => ({
      caseId,
      connectorId: JIRA,
    }));
    const results = await host.resumeAll({ only });
    expect(results.map(({ caseId, outcome, error }) => [caseId, outcome ? endOf(outcome) : error.code])).toEqual(
      only.map(({ caseId }) => [caseId, 'complete']),
    );
    const queued = parse(results[2].outcome.updatedCase);
    expect(queued.external_service.pushed_by.username).toBe('ana');
    expect(queued.status).toBe('closed');

    const all = await records('jiraCloud');
    const names = only.map(({ caseId }) => caseId);
    for (const name of [...names, 'complete']) {
      const { securityCase = cases[name], commentPages = [] } = cases[name];
      const whole = { comments: commentPages.flatMap(({ comments }) => comments), ...securityCase };
      expect(faultsOf(all, whole), name).toEqual([]);
    }
    // What was missing: of `failed` two comments, of `unknown` and `lost` two, of `queued` all, of `interrupted` two of five.
    expect(await written()).toHaveLength(2 + 2 + 2 + 3 + 2);

    const again = await host.push(cases.complete, { connectorId: JIRA });
    expect([endOf(again), again.writes]).toEqual(['complete', 0]);
    expect((await host.interrupted()).map(({ caseId }) => caseId)).toEqual(['paused', kibanaCase.id]);
  });
});

test('a pause is kept until it is over', async () => {
  await reset('resilient');
  await restore(LAYOUT_2, 'pauses');
  const resume = async (clock) => {
    const host = await open('pauses', { clock });
    await host.unlock(passphrase);
    return host.resume('paused');
  };
  await withNames(simulator, async () => {
    expect(endOf(await resume(swiftClock(pause.since + 60_000)))).toBe('failed RATE_LIMITED');
    expect(await ledger('resilient')).toEqual([]);
    expect(endOf(await resume(later()))).toBe('complete');
  });
});

test('what Kibana was asked stays asked, until a person says what came of it', async () => {
  await restore(LAYOUT_2, 'kibana-asked');
  // The simulated Kibana names its cases itself.
  const { id } = await newCase();
  const asked = [];
  const send = async ({ method, url, headers, body }) => {
    if (method !== 'GET') asked.push(url);
    const answer = await fetch(url.replace(kibanaCase.id, id).replace('https://kibana.example', simulator('kibana')), {
      method,
      headers,
      body,
    });
    const text = (await answer.text()).replaceAll(id, kibanaCase.id);
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: new TextEncoder().encode(text) };
  };
  const delegate = { kind: 'kibana', url: 'https://kibana.example', space: 'soc', send };
  const host = await open('kibana-asked', { clock: later(), delegate });
  expect((await host.status({ ...kibanaCase, comments: [], totalComment: 0 })).state).toBe('unknown');
  expect((await host.resume(kibanaCase.id)).error.code).toBe('OUTCOME_UNKNOWN');
  expect(asked).toEqual([]);
  expect(endOf(await host.resume(kibanaCase.id, { settle: { kind: 'notThere' } }))).toBe('complete');
  expect(asked).toHaveLength(1);
});

test('a connector gets the id that it got then', async () => {
  await restore(LAYOUT_2, 'ids');
  const drafts = database.connectors.map(([, { v: _, id: __, schemaVersion: ___, ...draft }]) => draft);
  const secretOf = { '.jira': 'apiToken', '.resilient': 'apiKeySecret' };
  const filled = ({ type, ...draft }) => ({ type, ...draft, secrets: { [secretOf[type] ?? 'password']: 'x' } });
  const empty = await open('ids-anew');
  for (const draft of drafts) await save(empty, filled(draft));
  expect((await empty.connectors()).map(({ id }) => id).sort()).toEqual([...ids].sort());

  const host = await open('ids');
  await host.unlock(passphrase);
  const third = drafts.find(({ type }) => type === '.jira');
  expect(await save(host, filled({ ...third, name: 'Another' }))).toBe(`${JIRA}-3`);
});
