// What the other team did: pulled, chosen, taken over, and not sent back.
import { applied } from 'case-connectors';
import { beforeEach, expect, test } from 'vitest';

import { draft, SYSTEMS } from '../lib/connectors.js';
import { caseOf, codeOf, errorOf, open, parse, save } from '../lib/host.js';
import { otherTeam } from '../lib/other-team.js';
import { fault, ledger, noFaults, platformFetch, reset } from '../lib/simulators.js';

const IMPORT = { usesTableApi: false };

/** The eight kinds of connectors: the system, the other team's, and what is in the form. */
const KINDS = {
  servicenow: ['servicenow', 'servicenow', {}],
  'servicenow-import': ['servicenow', 'servicenow', { config: { advanced: IMPORT } }],
  secops: ['servicenow', 'secops', { type: '.servicenow-sir' }],
  'secops-import': ['servicenow', 'secops', { type: '.servicenow-sir', config: { advanced: IMPORT } }],
  'jira-cloud': ['jiraCloud', 'jiraCloud', {}],
  'jira-documents': ['jiraCloud', 'jiraCloud', { config: { advanced: { deployment: 'cloud', apiVersion: '3' } } }],
  'jira-data-center': ['jiraDataCenter', 'jiraDataCenter', {}],
  resilient: ['resilient', 'resilient', {}],
};

beforeEach(async () => {
  for (const system of SYSTEMS) {
    await reset(system);
    await noFaults(system);
  }
});

const kinds = ({ changes }) => changes.map(({ kind }) => kind);
const choose = ({ changes }, choice) => Object.fromEntries(changes.map(({ key }) => [key, choice]));
const bytesOf = (value) => new TextEncoder().encode(JSON.stringify(value));

/** A pushed case with its host. */
async function pushed(name, [system, team, form]) {
  const host = await open(`pull-${name}`);
  const connectorId = await save(host, draft(system, { name, ...form }));
  const before = caseOf(`pull-${name}`);
  const outcome = await host.push(before, { connectorId });
  expect(outcome.state, `${name} ${outcome.error?.message}`).toBe('complete');
  const { external_id: id } = outcome.externalService;
  return { host, connectorId, bytes: outcome.updatedCase, others: otherTeam(team, id) };
}

for (const [name, kind] of Object.entries(KINDS)) {
  test(`${name}: what others did is pulled, taken over, and not sent back`, async () => {
    const { host, connectorId, bytes, others } = await pushed(name, kind);
    const [system] = kind;
    expect((await host.pull(bytes, { connectorId })).changes).toEqual([]);

    await others.comment('Blocked at the proxy.\nThe user was called.');
    await others.edit('Theirs', parse(bytes).title);
    await others.assign();
    await others.close();
    const pulled = await host.pull(bytes, { connectorId });
    expect(kinds(pulled)).toEqual(['status', 'resolution', 'assignee', 'title', 'comment']);
    expect(pulled.incident.title).not.toBe('');
    expect([pulled.closed, pulled.caseId, pulled.connectorId]).toEqual([true, parse(bytes).id, connectorId]);
    expect(pulled.changes.at(-1).theirs).toMatch(/^Blocked at the proxy\./u);
    // It was only read.
    expect((await host.pull(bytes, { connectorId })).changes).toEqual(pulled.changes);

    const taken = await host.apply(bytes, pulled, choose(pulled, 'take'));
    expect(applied(bytes, pulled, choose(pulled, 'take'))).toEqual(taken);
    const after = parse(taken);
    expect([after.title, after.status, after.totalComment]).toEqual([
      'Theirs',
      'closed',
      parse(bytes).totalComment + 1,
    ]);
    expect(after.comments.at(-1).comment).toMatch(/\(from .*, remote comment [\w-]+\)$/u);
    expect((await host.pull(taken, { connectorId })).changes).toEqual([]);
    expect((await host.status(taken, { connectorId })).state).toBe('upToDate');
    const asked = (await ledger(system)).length;
    const outcome = await host.push(taken, { connectorId });
    expect([outcome.state, outcome.writes]).toEqual(['complete', 0]);
    expect((await ledger(system)).length).toBe(asked);

    // A browser that knows the case alone finds nothing new of it, and sends nothing back.
    const other = await open(`pull-${name}-other`);
    const otherId = await save(other, draft(system, { name, ...kind[2] }));
    const again = await other.pull(taken, { connectorId: otherId });
    expect(kinds(again).filter((it) => ['title', 'comment', 'status'].includes(it))).toEqual([]);
    const second = await other.push(taken, { connectorId: otherId, ifClosed: 'continue' });
    expect([second.state, second.writes]).toEqual(['complete', 0]);
  });
}

test('what is kept does not come again, what is undecided does, and forgetting forgets', async () => {
  const { host, connectorId, bytes, others } = await pushed('kept', KINDS['jira-cloud']);
  await others.comment('One.');
  await others.edit('Theirs');
  const pulled = await host.pull(bytes, { connectorId });
  const [title, comment] = pulled.changes;
  const same = await host.apply(bytes, pulled, { [title.key]: 'keep' });
  expect(parse(same)).toEqual(parse(bytes));
  expect((await host.pull(same, { connectorId })).changes).toEqual([comment]);
  await host.forget(parse(bytes).id);
  expect(kinds(await host.pull(same, { connectorId }))).toEqual(['title', 'comment']);
});

test('what is decided while a pull is under way stays decided', async () => {
  const { host, connectorId, bytes, others } = await pushed('decided', KINDS['jira-cloud']);
  await others.comment('One.');
  let letGo;
  const asked = new Promise((resolve) => {
    const held = new Promise((go) => {
      letGo = go;
    });
    globalThis.fetch = async (...request) => {
      globalThis.fetch = platformFetch;
      resolve();
      await held;
      return platformFetch(...request);
    };
  });
  try {
    const late = host.pull(bytes, { connectorId });
    await asked;
    const pulled = await host.pull(bytes, { connectorId });
    expect(kinds(pulled)).toEqual(['comment']);
    await host.apply(bytes, pulled, choose(pulled, 'keep'));
    letGo();
    await late;
    expect((await host.pull(bytes, { connectorId })).changes).toEqual([]);
  } finally {
    globalThis.fetch = platformFetch;
  }
});

test('many are pulled, each with a result of its own', async () => {
  const { host, connectorId, bytes, others } = await pushed('many', KINDS['jira-cloud']);
  await others.comment('One.');
  const never = caseOf('pull-never');
  const heard = [];
  const results = await host.pullAll([bytes, never, bytesOf({ id: 'x' })], {
    connectorId,
    onResult: (result, { finished, count }) => heard.push([result.caseId, finished, count]),
  });
  expect(results.map(({ pulled, error }) => [pulled?.changes.length ?? null, error?.code ?? null])).toEqual([
    [1, null],
    [null, 'NEVER_PUSHED'],
    [null, 'CASE_INVALID'],
  ]);
  expect(heard.map(([, finished, count]) => [finished, count])).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
  const stopped = new AbortController();
  stopped.abort();
  const [none] = await host.pullAll([bytes], { connectorId, signal: stopped.signal });
  expect(none.error.code).toBe('ABORTED');
});

test('Kibana as the delegate tells nothing of others', async () => {
  const host = await open('pull-kibana', { delegate: { kind: 'kibana', url: 'https://kibana.example' } });
  const error = await errorOf(host.pull(caseOf('pull-kibana'), { connectorId: 'kibanas' }));
  expect([error.code, error.message]).toEqual(['OPTIONS_INVALID', expect.stringMatching(/Kibana/u)]);
});

test('nothing counts as taken over before the host has stored the case', async () => {
  const { host, connectorId, bytes, others } = await pushed('stored', KINDS['jira-cloud']);
  await others.comment('Blocked at the proxy.');
  await others.edit('Theirs');
  const pulled = await host.pull(bytes, { connectorId });
  const choices = choose(pulled, 'take');
  // The page cannot store it, or dies: the next look shows all of it once more, and no push takes it for ours.
  const failing = host.apply(bytes, pulled, choices, { save: () => Promise.reject(new Error('The disk is full.')) });
  await expect(failing).rejects.toThrow('The disk is full.');
  expect((await host.pull(bytes, { connectorId })).changes).toEqual(pulled.changes);
  const ours = JSON.stringify({ ...parse(bytes), title: 'Ours' });
  expect((await host.push(ours, { connectorId })).error.code).toBe('INCIDENT_EDITED');

  const stored = [];
  const taken = await host.apply(bytes, pulled, choices, { save: (json) => stored.push(json) });
  expect(stored).toEqual([taken]);
  expect((await host.pull(taken, { connectorId })).changes).toEqual([]);
});

test('a comment that Kibana has stored under its own id, on a page, is not added again', async () => {
  const { host, connectorId, bytes, others } = await pushed('twice', KINDS['jira-cloud']);
  await others.comment('Blocked at the proxy.');
  const pulled = await host.pull(bytes, { connectorId });
  const choices = choose(pulled, 'take');
  const { comments, ...securityCase } = parse(await host.apply(bytes, pulled, choices));
  comments.at(-1).id = 'of-kibana';
  const apart = { securityCase, commentPages: [{ comments }] };
  expect(parse(applied(apart, pulled, choices))).toEqual(securityCase);
  expect(parse(await host.apply(apart, pulled, choices))).toEqual(securityCase);

  const another = { ...apart, securityCase: { ...securityCase, id: 'another' } };
  const refused = await errorOf(host.apply(another, pulled, choices));
  expect([refused.code, refused.field]).toEqual(['OPTIONS_INVALID', 'pulled.caseId']);
});

test('what goes wrong is said', async () => {
  const { host, connectorId, bytes } = await pushed('wrong', KINDS['jira-cloud']);
  await fault('jiraCloud', { kind: 'status', status: 401, times: 1 });
  expect(await codeOf(host.pull(bytes, { connectorId }))).toBe('AUTH_FAILED');
  const pulled = await host.pull(bytes, { connectorId });
  expect((await errorOf(host.apply(bytes, pulled, { nothing: 'take' }))).field).toBe('choices.nothing');
  expect((await errorOf(host.pull(bytes, { conectorId: 'x' }))).code).toBe('OPTION_UNKNOWN');
  const stopped = new AbortController();
  stopped.abort();
  expect(await codeOf(host.pull(bytes, { connectorId, signal: stopped.signal }))).toBe('ABORTED');
});
