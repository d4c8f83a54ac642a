import type { Page } from '@playwright/test';
import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

interface System {
  type: string;
  key: 'servicenow' | 'jiraCloud' | 'resilient';
  /** The incident's number or key. */
  number: RegExp;
  /** What the form says while it is empty, in the order of its fields. */
  required: string[];
  fields: { [label: string]: string };
  advanced?: { [label: string]: string };
}

const SYSTEMS: System[] = [
  {
    type: 'ServiceNow',
    key: 'servicenow',
    number: /^INC\d+$/,
    required: ['Connector name is required.', 'URL is required.', 'Username is required.', 'Password is required.'],
    fields: { Username: 'case.bot', Password: 'servicenow-demo-password' },
  },
  {
    type: 'Jira',
    key: 'jiraCloud',
    number: /^SOC-\d+$/,
    required: [
      'Connector name is required.',
      'URL is required.',
      'Project key is required',
      'Username or email address is required',
      'API token or password is required',
    ],
    fields: {
      'Project key': 'SOC',
      'Email or Username': 'case.bot@example.com',
      'API token or Password': 'jira-demo-token',
    },
    advanced: { Deployment: 'Jira Cloud' },
  },
  {
    type: 'IBM Resilient',
    key: 'resilient',
    number: /^\d+$/,
    required: [
      'Connector name is required.',
      'URL is required.',
      'Organization ID is required',
      'API key ID is required',
      'API key secret is required',
    ],
    fields: {
      'Organization ID': '201',
      'API key ID': '3f6a1c1e-demo-key',
      'API key secret': 'resilient-demo-secret',
    },
  },
];

const TITLE = 'Credential phishing: fake O365 sign-in, 3 users';
const COMMENTS = ['Tokens of', 'Mail gateway log', 'Blocked at the proxy'];

for (const system of SYSTEMS) {
  test(`pushes a case to ${system.type}, and then what has changed`, async ({ page, request }) => {
    const simulator = new Simulator(system.key, request);
    await simulator.reset();
    const dashboard = new Dashboard(page);
    const name = `My ${system.type}`;
    await dashboard.open();

    await test.step('adds a connector, with mistakes first', async () => {
      await dashboard.newConnector(system.type);
      await dashboard.save();
      for (const message of system.required) await expect(page.getByText(message, { exact: true })).toBeVisible();
      await expect(page.getByLabel('Connector name')).toBeFocused();
      await page.getByLabel('Connector name').fill(name);
      await page.getByLabel('URL', { exact: true }).fill('http://example.com');
      await expect(page.getByText('URL must start with https://.')).toBeVisible();
      await page.getByLabel('URL', { exact: true }).fill(simulator.base);
      for (const [label, value] of Object.entries(system.fields)) {
        await page.getByLabel(label, { exact: true }).fill(value);
      }
      for (const [label, value] of Object.entries(system.advanced ?? {})) {
        await dashboard.button('Advanced settings').click();
        await page.getByLabel(label, { exact: true }).selectOption({ label: value });
      }
      for (const message of system.required) await expect(page.getByText(message, { exact: true })).toBeHidden();
      await dashboard.saveAs(name);
    });

    await test.step('looks at the plan', async () => {
      await dashboard.choose('Credential phishing');
      await expect(dashboard.heading(TITLE)).toBeVisible();
      await dashboard.chooseConnector(name);
      await page.getByRole('tab', { name: /Push plan/ }).click();
      const steps = page.getByRole('list', { name: 'Steps' });
      await expect(steps.getByRole('heading', { name: /Create the incident/ })).toBeVisible();
      await expect(steps.getByRole('heading', { name: /Add comment/ })).toHaveCount(COMMENTS.length);
      expect(await simulator.records()).toEqual([]);
    });

    await test.step('pushes', async () => {
      const number = await dashboard.push(`Push as ${name} incident`);
      expect(number).toMatch(system.number);
      await expect(dashboard.complete()).toContainText('3 comments sent.');
      const incident = await dashboard.openIncident();
      await expect(incident.getByRole('heading', { level: 1 })).toContainText(TITLE);
      await expectComments(incident, COMMENTS);
      await incident.close();
    });

    await test.step('pushes again what has changed', async () => {
      await expect(dashboard.button(`Update ${name} incident`)).toBeDisabled();
      await expect(page.getByText(`${name} incident is up to date`, { exact: true })).toBeVisible();
      await page.getByRole('tab', { name: 'Activity' }).click();
      await dashboard.editTitle('Credential phishing: five users');
      await dashboard.addComment('Two more users came forward.');
      await dashboard.editComment(/^Edit the comment of Kofi Mensah/, 'Tokens of both users revoked.');
      const number = await dashboard.push(`Update ${name} incident`);
      expect(number).toMatch(system.number);
      const incident = await dashboard.openIncident();
      await expect(incident.getByRole('heading', { level: 1 })).toContainText('Credential phishing: five users');
      // The edit has its place in time: each edit of a comment becomes a comment of its own.
      await expectComments(incident, [...COMMENTS, 'Two more users came forward.', 'Tokens of both users revoked.']);
      await incident.close();
    });

    await test.step('made one incident, and is done', async () => {
      const records = await simulator.records();
      expect(records).toHaveLength(1);
      const texts = records[0]?.comments.map((comment) => JSON.stringify(comment)) ?? [];
      expect(texts.filter((text) => text.includes('Tokens of both users revoked.'))).toHaveLength(1);
      expect(texts.filter((text) => !text.includes('Opened from a security case.'))).toHaveLength(5);
      await expect(dashboard.button(`Update ${name} incident`)).toBeDisabled();
      await expect(page.getByText(`${name} incident is up to date`, { exact: true })).toBeVisible();
      await expect(page.getByText('No update is required')).toBeVisible();
    });
  });
}

/** The comments of an incident's page, in order: each once. */
async function expectComments(incident: Page, texts: string[]): Promise<void> {
  // In ServiceNow an internal note of the push itself stands before them.
  const comments = incident.getByRole('article').filter({ hasNotText: 'Opened from a security case.' });
  await expect(comments).toHaveCount(texts.length);
  for (const [at, text] of texts.entries()) await expect(comments.nth(at)).toContainText(text);
}
