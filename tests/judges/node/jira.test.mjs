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
  const control = (path, body) =>
    fetch(`${simulators.addresses.jiraCloud}/_sim/${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await control('settings', { searchLag: 1000 });
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
  await control('settings', { searchLag: 0 });
});
