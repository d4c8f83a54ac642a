/** The client `jira.js` works with the simulated Jira Cloud and Data Center. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Version2Client, Version3Client } from 'jira.js';
import { judge } from './judge.mjs';
import { startSimulators } from './simulators.mjs';

let simulators;
before(async () => {
  simulators = await startSimulators();
});
after(() => simulators.stop());

const cloudLogin = { basic: { email: 'case.bot@example.com', apiToken: 'jira-demo-token' } };
const serverLogin = { basic: { email: 'case.bot', apiToken: 'jira-demo-password' } };

/** The three ways of calling: both versions on Cloud, the one on Data Center. */
const ways = {
  'Cloud, version 3': () => new Version3Client({ host: simulators.addresses.jiraCloud, authentication: cloudLogin }),
  'Cloud, version 2': () => new Version2Client({ host: simulators.addresses.jiraCloud, authentication: cloudLogin }),
  'Data Center': () => new Version2Client({ host: simulators.addresses.jiraDataCenter, authentication: serverLogin }),
};

/** Sets switches of a simulated site. */
const settings = (site, body) =>
  fetch(`${simulators.addresses[site]}/_sim/settings`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** The text of a wiki string or of a document. */
function plain(text) {
  if (typeof text === 'string') {
    return text;
  }
  return text.text ?? text.content.map(plain).join('');
}

for (const [name, connect] of Object.entries(ways)) {
  test(`${name}: create, read, update, comment, search`, async () => {
    const jira = connect();
    const label = name.replaceAll(/\W/g, '-');
    const created = await jira.issues.createIssue({
      fields: {
        project: { key: 'SOC' },
        issuetype: { id: '10006' },
        summary: 'Phishing mail',
        // Version 3 of the client makes a document of it.
        description: 'First text',
        labels: [label],
      },
    });
    assert.match(created.key, /^SOC-\d+$/);

    await jira.issues.editIssue({ issueIdOrKey: created.id, fields: { summary: 'Again' } });
    const read = await jira.issues.getIssue({ issueIdOrKey: created.key });
    assert.equal(read.fields.summary, 'Again');
    assert.equal(plain(read.fields.description), 'First text');

    for (const text of ['One', 'Two']) {
      // One version of the client names the text `comment`, the other `body`.
      await jira.issueComments.addComment({
        issueIdOrKey: created.key,
        comment: text,
        body: text,
      });
    }
    const page = await jira.issueComments.getComments({
      issueIdOrKey: created.key,
      orderBy: '-created',
    });
    assert.deepEqual(
      page.comments.map((comment) => plain(comment.body)),
      ['Two', 'One'],
    );

    const jql = `project = SOC AND labels = "${label}" ORDER BY created DESC`;
    const fields = ['summary', 'labels'];
    const search = jira.issueSearch;
    const results = name.startsWith('Cloud')
      ? [
          await search.searchForIssuesUsingJqlEnhancedSearch({ jql, fields }),
          await search.searchForIssuesUsingJqlEnhancedSearchPost({ jql, fields }),
        ]
      : [
          await search.searchForIssuesUsingJql({ jql, fields }),
          await search.searchForIssuesUsingJqlPost({ jql, fields }),
        ];
    for (const found of results) {
      assert.equal(found.issues.length, 1);
      assert.equal(found.issues[0].key, created.key);
      assert.deepEqual(found.issues[0].fields, { labels: [label], summary: 'Again' });
    }
  });

  test(`${name}: the transitions that are offered, and one of them`, async () => {
    const jira = connect();
    const fields = { project: { key: 'SOC' }, issuetype: { id: '10006' }, summary: 'Phishing mail' };
    const { key } = await jira.issues.createIssue({ fields });
    const offered = async () =>
      (await jira.issues.getTransitions({ issueIdOrKey: key, expand: 'transitions.fields' })).transitions;
    const done = (await offered()).find(({ to }) => to.statusCategory.key === 'done');
    await jira.issues.doTransition({ issueIdOrKey: key, transition: { id: done.id } });
    const issue = await jira.issues.getIssue({ issueIdOrKey: key, fields: ['status'] });
    assert.equal(issue.fields.status.name, 'Done');
    assert.ok((await offered()).every(({ to }) => to.name !== 'Done'));
  });

  test(`${name}: metadata`, async () => {
    const jira = connect();
    const types = await jira.issues.getCreateIssueMetaIssueTypes({ projectIdOrKey: 'SOC' });
    const list = types.issueTypes ?? types.values;
    assert.ok(list.some((kind) => kind.name === 'Incident'));
    const project = await jira.projects.getProject({ projectIdOrKey: 'SD' });
    assert.equal(project.projectTypeKey, 'service_desk');
    assert.ok((await jira.myself.getCurrentUser()).active);
  });

  test(`${name}: refusals are understood`, async () => {
    const jira = connect();
    const fields = { project: { key: 'SOC' }, issuetype: { id: '10006' }, summary: 'a\nb' };
    await assert.rejects(jira.issues.createIssue({ fields }), (error) => error.status === 400);
    await assert.rejects(jira.issues.getIssue({ issueIdOrKey: 'SOC-9999' }), (error) => error.status === 404);
  });
}

test('Cloud: the old search is gone', async () => {
  const jira = ways['Cloud, version 3']();
  await assert.rejects(
    jira.issueSearch.searchForIssuesUsingJql({ jql: 'project = SOC' }),
    (error) => error.status === 410,
  );
});

test('what the client sent and Jira took, the judge takes too', async () => {
  for (const [system, deployment] of [
    ['jiraCloud', 'cloud'],
    ['jiraDataCenter', 'dataCenter'],
  ]) {
    const ledger = await (await fetch(`${simulators.addresses[system]}/_sim/ledger`)).json();
    const taken = ledger.filter((entry) => entry.status < 300);
    assert.ok(taken.length > 10);
    for (const entry of taken) {
      const { errors } = await judge({ ...entry, deployment });
      assert.deepEqual(errors, [], `${entry.method} ${entry.path}`);
    }
  }
});

test('Cloud: issues by their keys, whatever the search shows, and without a word about those that are missing', async () => {
  const jira = ways['Cloud, version 2']();
  await settings('jiraCloud', { searchLag: 1000 });
  const issue = { project: { key: 'SOC' }, issuetype: { id: '10006' }, summary: 'New', labels: ['bulk'] };
  const created = await jira.issues.createIssue({ fields: issue });
  const read = await jira.issues.bulkFetchIssues({
    issueIdsOrKeys: [created.key.toLowerCase(), 'SOC-99999'],
    fields: ['labels', 'status'],
  });
  assert.deepEqual(
    read.issues.map(({ key, fields }) => [key, fields.labels]),
    [[created.key, ['bulk']]],
  );
  assert.deepEqual(read.issueErrors, []);
  assert.equal(read.issues[0].fields.status.statusCategory.key, 'new');
  await settings('jiraCloud', { searchLag: 0 });
});

/** The client names both paths; on Data Center the lists have other names, which it hands on. */
const listOf = (page, name) => page[name] ?? page.values;

for (const [name, connect] of Object.entries(ways)) {
  test(`${name}: what a new issue asks for, page by page, and the people of the project`, async () => {
    const jira = connect();
    const types = [];
    for (let startAt = 0; ; startAt = types.length) {
      const page = await jira.issues.getCreateIssueMetaIssueTypes({ projectIdOrKey: 'SOC', startAt, maxResults: 3 });
      const list = listOf(page, 'issueTypes');
      if (list.length === 0) break;
      types.push(...list);
    }
    assert.deepEqual(
      types.map((type) => type.name),
      ['Task', 'Sub-task', 'Bug', 'Incident'],
    );
    const { id } = types.at(-1);
    const page = await jira.issues.getCreateIssueMetaIssueTypeId({ projectIdOrKey: 'SOC', issueTypeId: id });
    const fields = Object.fromEntries(listOf(page, 'fields').map((field) => [field.fieldId, field]));
    assert.equal(fields.customfield_10045.schema.type, 'option-with-child');
    assert.equal(fields.customfield_10045.allowedValues[0].children[1].value, 'Link');
    assert.equal(fields.customfield_10048.schema.items, 'option');

    const isCloud = !name.startsWith('Data');
    const words = isCloud ? { query: 'ana' } : { username: 'ana' };
    const people = await jira.userSearch.findAssignableUsers({ project: 'SOC', ...words });
    const [ana] = people;
    assert.equal(people.length, 1);
    const user = isCloud ? { accountId: ana.accountId } : { name: ana.name };
    const created = await jira.issues.createIssue({
      fields: {
        project: { key: 'SOC' },
        issuetype: { id },
        summary: 'With fields',
        customfield_10045: { id: '10120', child: { id: '10122' } },
        customfield_10046: user,
        customfield_10047: '2026-12-01T10:00:00.000+0000',
        customfield_10048: [{ id: '10111' }],
      },
    });
    const read = await jira.issues.getIssue({ issueIdOrKey: created.key });
    assert.equal(read.fields.customfield_10045.child.value, 'Link');
    assert.equal(read.fields.customfield_10046.displayName, 'Ana Lyst');
    assert.deepEqual(
      read.fields.customfield_10048.map(({ value }) => value),
      ['VPN'],
    );

    const site = isCloud ? 'jiraCloud' : 'jiraDataCenter';
    await settings(site, { offEditScreen: ['customfield_10045'] });
    const screen = await jira.issues.getEditIssueMeta({ issueIdOrKey: created.key });
    assert.deepEqual(screen.fields.customfield_10048.operations, ['add', 'set', 'remove']);
    assert.equal(screen.fields.customfield_10048.allowedValues[1].value, 'VPN');
    assert.equal(screen.fields.issuetype.required, true);
    assert.equal(screen.fields.customfield_10045, undefined);
    await settings(site, { offEditScreen: [] });
    const found = await jira.issueSearch.getIssuePickerResource({ query: 'with fields' });
    assert.equal(found.sections[0].issues[0].key, created.key);
    const groups = await jira.groups.findGroups({ query: 'soc' });
    assert.deepEqual(
      groups.groups.map((group) => group.name),
      ['soc-analysts', 'soc-leads'],
    );
  });
}
