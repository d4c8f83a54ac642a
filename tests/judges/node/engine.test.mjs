/** The requests of our own package, judged by the published description of Jira's API. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { CaseConnectors } from '../../../pkg/node.js';
import { judgeLedger } from './ledger.mjs';
import { startSimulators } from './simulators.mjs';

let simulators;
before(async () => {
  simulators = await startSimulators();
});
after(() => simulators.stop());

const sample = (name) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/cases/${name}.json`, import.meta.url), 'utf8'));

const drafts = {
  jiraCloud: {
    config: { projectKey: 'SOC', email: 'case.bot@example.com', advanced: { deployment: 'cloud' } },
    secrets: { apiToken: 'jira-demo-token' },
  },
  jiraDataCenter: {
    config: { projectKey: 'SD', advanced: { auth: 'bearer' } },
    secrets: { apiToken: 'jira-demo-pat' },
  },
};

/** With every kind of write: labels too, and the per-case fields of the connector. */
const mappings = [
  { source: 'title', target: 'summary', action: 'overwrite' },
  { source: 'description', target: 'description', action: 'append' },
  { source: 'tags', target: 'labels', action: 'overwrite' },
  { source: 'comments', target: 'comments', action: 'append' },
];

for (const [key, draft] of Object.entries(drafts)) {
  test(`${key}: every request of first pushes, updates and second browsers is accepted`, async () => {
    const apiUrl = simulators.addresses[key];
    const open = async () => {
      const host = await CaseConnectors.open({ store: 'memory' });
      const config = { ...draft.config, apiUrl };
      const { connector, problems } = await host.saveConnector({
        ...draft,
        type: '.jira',
        name: key,
        config,
        mappings,
      });
      assert.ok(connector, JSON.stringify(problems));
      return { host, connectorId: connector.id };
    };
    const push = async ({ host, connectorId }, securityCase) => {
      const { type, name } = { type: '.jira', name: key };
      const fields = { issueType: '10006', priority: 'High', parent: null };
      const outcome = await host.push(
        { ...securityCase, connector: { id: connectorId, type, name, fields } },
        { connectorId },
      );
      assert.equal(outcome.state, 'complete', JSON.stringify(outcome.error));
    };
    for (const name of ['phishing', 'dns_tunnelling', 'ransomware_intl', 'long_intrusion']) {
      const securityCase = sample(name);
      const first = await open();
      await push(first, securityCase);
      securityCase.title = `Contained: ${securityCase.title}`;
      securityCase.description += '\nContained.';
      securityCase.tags.push('contained by us');
      securityCase.comments.at(-1).updated_at = '2026-11-20T00:00:00.000Z';
      if (securityCase.comments.at(-1).comment) securityCase.comments.at(-1).comment += ' Contained.';
      await push(first, securityCase);
      await push(await open(), securityCase);
    }
    const { judged, refused } = await judgeLedger(apiUrl);
    assert.deepEqual(refused, []);
    assert.ok(judged > 150, `only ${judged} requests were judged`);
  });
}
