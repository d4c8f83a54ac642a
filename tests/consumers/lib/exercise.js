// The same small use of the package in every host: load it, validate a form, plan a push, and carry it out.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

export const CASE = readFileSync(here('../../fixtures/cases/phishing.json'), 'utf8');

/** As the package's own file says: a release changes it there alone. */
export const { version: VERSION } = JSON.parse(readFileSync(here('../../../pkg/package.json'), 'utf8'));

const USER = { username: 'case.bot' };
const SECRETS = { password: 'servicenow-demo-password' };

/** Source of `exercise(api, url?)`, for a host of any kind. Without the address of a simulated ServiceNow nothing is pushed. */
export const EXERCISE = `
async function exercise(api, url, source) {
  await api.init(source);
  const problems = api.validateConnector({ type: '.jira', name: 'SOC', config: { apiUrl: 'http://jira.example' } });
  const config = { apiUrl: url || 'https://snow.example', ...${JSON.stringify(USER)} };
  const connector = { id: 'snow', type: '.servicenow', name: 'SOC', config };
  // A case of its own each time: all share one system.
  const id = 'run-' + Math.random().toString(36).slice(2);
  const securityCase = JSON.stringify({ ...JSON.parse(${JSON.stringify(CASE)}), id });
  const plan = api.planPush(JSON.parse(securityCase), connector, { now: '2026-11-24T08:00:00Z' });
  const answer = {
    version: api.version(),
    problems: problems.map(({ code }) => code),
    steps: plan.steps.map(({ kind }) => kind),
  };
  if (!url) return answer;
  const host = await api.CaseConnectors.open({ store: 'memory' });
  const saved = await host.saveConnector({ ...connector, id: null, secrets: ${JSON.stringify(SECRETS)} });
  const outcome = await host.push(securityCase, { connectorId: saved.connector.id });
  host.close();
  return { ...answer, outcome: outcome.state, error: outcome.error, pushed: outcome.pushedComments.length };
}
`;

/** What it answers everywhere. */
export const PLANNED = {
  version: VERSION,
  problems: ['URL_NOT_HTTPS', 'FIELD_REQUIRED', 'FIELD_REQUIRED', 'SECRET_REQUIRED'],
  steps: ['lookup', 'create', 'lookup', 'comment', 'comment', 'comment', 'readIncident'],
};
export const PUSHED = { ...PLANNED, outcome: 'complete', error: null, pushed: 3 };
