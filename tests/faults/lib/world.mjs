/** The simulated systems of one worker, and what they hold. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

// The simulators' own accounts: they open nothing else.
const CONNECTORS = {
  servicenow: (url) => ({
    type: '.servicenow',
    config: { apiUrl: url, username: 'case.bot' },
    secrets: { password: 'servicenow-demo-password' },
  }),
  servicenowImport: (url) => ({
    type: '.servicenow',
    config: { apiUrl: url, username: 'case.bot', advanced: { usesTableApi: false, commentsTarget: 'work_notes' } },
    secrets: { password: 'servicenow-demo-password' },
  }),
  servicenowSir: (url) => ({
    type: '.servicenow-sir',
    config: { apiUrl: url, username: 'case.bot' },
    secrets: { password: 'servicenow-demo-password' },
  }),
  servicenowSirImport: (url) => ({
    type: '.servicenow-sir',
    config: { apiUrl: url, username: 'case.bot', advanced: { usesTableApi: false } },
    secrets: { password: 'servicenow-demo-password' },
  }),
  jiraCloud: (url) => ({
    type: '.jira',
    config: { apiUrl: url, projectKey: 'SOC', email: 'case.bot@example.com', advanced: { deployment: 'cloud' } },
    secrets: { apiToken: 'jira-demo-token' },
  }),
  jiraDataCenter: (url) => ({
    type: '.jira',
    config: { apiUrl: url, projectKey: 'SD', advanced: { auth: 'bearer' } },
    secrets: { apiToken: 'jira-demo-pat' },
  }),
  resilient: (url) => ({
    type: '.resilient',
    config: { apiUrl: url, orgId: '201', apiKeyId: '3f6a1c1e-demo-key' },
    secrets: { apiKeySecret: 'resilient-demo-secret' },
  }),
};

const EARLIER = 'An earlier issue';

export class World {
  #process;
  #addresses;

  static async start(binary) {
    const world = new World();
    world.#process = spawn(binary, [], { stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await new Promise((resolve, reject) => {
      world.#process.once('error', reject);
      createInterface({ input: world.#process.stdout }).once('line', resolve);
    });
    world.#addresses = JSON.parse(line);
    return world;
  }

  stop() {
    this.#process.kill();
  }

  #base(system) {
    return this.#addresses[system.startsWith('servicenow') ? 'servicenow' : system];
  }

  connector(system) {
    return { name: 'Campaign', ...CONNECTORS[system](this.#base(system)) };
  }

  async control(system, method, path, body) {
    const answer = await fetch(`${this.#base(system)}/_sim/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  }

  /** What the system holds of this run. */
  async records(system) {
    const records = await this.control(system, 'GET', 'records');
    return records.filter(({ fields }) => fields.summary !== EARLIER);
  }

  /** Somebody who is none of us comments on the incident. */
  async comment(system, id, text) {
    const { config, secrets } = this.connector(system);
    const jira = system.startsWith('jira');
    const credentials = jira ? `${config.email}:${secrets.apiToken}` : `${config.apiKeyId}:${secrets.apiKeySecret}`;
    const isBearer = config.advanced?.auth === 'bearer';
    const path = jira ? `/rest/api/2/issue/${id}/comment` : `/rest/orgs/${config.orgId}/incidents/${id}/comments`;
    const body = jira ? { body: text } : { text: { format: 'text', content: text } };
    await this.control(system, 'PUT', 'settings', { person: 1 });
    const answer = await fetch(`${config.apiUrl}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: isBearer ? `Bearer ${secrets.apiToken}` : `Basic ${btoa(credentials)}`,
      },
      body: JSON.stringify(body),
      // A fault that waits may take it: then nobody has said anything.
    }).catch(() => null);
    await this.control(system, 'PUT', 'settings', { person: 0 });
    return answer?.ok === true;
  }

  /** A project that is in use: where one shows no issue at all, nothing that it does not show proves anything. */
  async fillJira(system) {
    const { config, secrets } = this.connector(system);
    const authorization = `Basic ${btoa(`${config.email}:${secrets.apiToken}`)}`;
    const fields = { project: { key: config.projectKey }, issuetype: { id: '10002' }, summary: EARLIER };
    const answer = await fetch(`${config.apiUrl}/rest/api/2/issue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ fields }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
}
