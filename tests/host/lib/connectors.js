// Filled forms for the simulated systems.
import { simulator } from './simulators.js';

export const SYSTEMS = ['servicenow', 'jiraCloud', 'jiraDataCenter', 'resilient'];

const FORMS = {
  servicenow: {
    type: '.servicenow',
    config: { username: 'case.bot' },
    secrets: { password: 'servicenow-demo-password' },
  },
  jiraCloud: {
    type: '.jira',
    config: { projectKey: 'SOC', email: 'case.bot@example.com', advanced: { deployment: 'cloud' } },
    secrets: { apiToken: 'jira-demo-token' },
  },
  jiraDataCenter: {
    type: '.jira',
    config: { projectKey: 'SOC', advanced: { auth: 'bearer' } },
    secrets: { apiToken: 'jira-demo-pat' },
  },
  resilient: {
    type: '.resilient',
    config: { orgId: '201', apiKeyId: '3f6a1c1e-demo-key' },
    secrets: { apiKeySecret: 'resilient-demo-secret' },
  },
};

/** A filled form of a system, which points at the simulated one or elsewhere; `config` and the rest replace what is in it. */
export function draft(system, { apiUrl = simulator(system), config, ...more } = {}) {
  const form = FORMS[system];
  return { id: null, name: 'Test', ...form, ...more, config: { ...form.config, apiUrl, ...config } };
}
