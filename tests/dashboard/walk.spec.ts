import type { Page } from '@playwright/test';
import { Keyboard } from './lib/hands';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

interface System {
  type: string;
  name: string;
  key: 'servicenow' | 'jiraCloud' | 'resilient';
  /** What the empty form says. */
  missing: string[];
  /** A mistake in each field, and what the form says to it. */
  mistakes: [label: string, value: string, says: string][];
  values: { [label: string]: string };
  deployment?: string;
}

const SYSTEMS: System[] = [
  {
    type: 'ServiceNow',
    name: 'My ServiceNow',
    key: 'servicenow',
    missing: ['Connector name is required.', 'URL is required.', 'Username is required.', 'Password is required.'],
    mistakes: [
      ['URL', 'http://example.com', 'URL must start with https://.'],
      ['Username', 'case:bot', 'Username must not contain a colon.'],
    ],
    values: { Username: 'case.bot', Password: 'servicenow-demo-password' },
  },
  {
    type: 'Jira',
    name: 'My Jira',
    key: 'jiraCloud',
    missing: [
      'Connector name is required.',
      'URL is required.',
      'Project key is required',
      'Username or email address is required',
      'API token or password is required',
    ],
    mistakes: [
      [
        'URL',
        'https://a:b@example.com',
        'URL must not contain a user name or a password. Did you mean https://example.com?',
      ],
      ['Project key', 'soc', 'Project keys are usually capital letters and digits, such as SOC.'],
      ['Email or Username', 'case bot', 'Email or Username must not contain white space.'],
    ],
    values: {
      'Project key': 'SOC',
      'Email or Username': 'case.bot@example.com',
      'API token or Password': 'jira-demo-token',
    },
    deployment: 'Jira Cloud',
  },
  {
    type: 'IBM Resilient',
    name: 'My Resilient',
    key: 'resilient',
    missing: [
      'Connector name is required.',
      'URL is required.',
      'Organization ID is required',
      'API key ID is required',
      'API key secret is required',
    ],
    mistakes: [
      ['URL', 'example', 'URL is invalid.'],
      ['Organization ID', 'two', 'Organization ID must be a number.'],
      ['API key ID', 'a b', 'API key ID must not contain white space.'],
    ],
    values: { 'Organization ID': '201', 'API key ID': '3f6a1c1e-demo-key', 'API key secret': 'resilient-demo-secret' },
  },
];

const AUTOMATICALLY = 'Automatically close Security cases when pushing new incident to external system';

// With the mouse the other files do the same, and day.spec.ts walks a day.
test('walks from no connector to an updated incident with the keyboard alone', async ({ page, request }) => {
  const simulators = Object.fromEntries(SYSTEMS.map(({ key }) => [key, new Simulator(key, request)]));
  for (const simulator of Object.values(simulators)) await simulator.reset();
  const hands = new Keyboard(page);
  await page.goto('/');
  await hands.press(page.getByRole('main').getByRole('link', { name: 'Edit external connection' }));
  await expect(page.getByRole('heading', { name: 'Edit external connection' })).toBeFocused();
  const system = page.getByRole('button', { name: /Incident management system/ });
  await expect(system).toContainText('No connector selected');

  for (const it of SYSTEMS) {
    await test.step(`adds a connector to ${it.type}, with a mistake in every field first`, async () => {
      await hands.pick(system, 'Add new connector');
      await addConnector(page, hands, it, simulators[it.key]!.base);
    });
  }

  await test.step('chooses the default, and that a push closes the case', async () => {
    await hands.pick(system, /^My Jira/);
    await expect(system).toContainText('My Jira');
    await hands.check(page.getByRole('radio', { name: AUTOMATICALLY }));
    await expect(page.getByText('Settings are saved').first()).toBeVisible();
  });

  await test.step('creates a case, and comments', async () => {
    await hands.press(page.getByRole('link', { name: 'Back to the cases' }));
    await hands.press(page.getByRole('button', { name: 'Create new case' }));
    const flyout = page.getByRole('dialog', { name: 'Create new case' });
    await hands.fill(flyout.getByLabel('Title'), 'Sign-in from two countries');
    await hands.fill(flyout.getByRole('textbox', { name: 'Description' }), 'Within **one hour**.');
    await hands.press(flyout.getByRole('button', { name: 'Create case' }));
    await expect(page.getByRole('heading', { name: 'Sign-in from two countries' })).toBeVisible();
    await hands.fill(page.getByRole('textbox', { name: 'Add a comment' }), 'The account is locked.');
    await hands.press(page.getByRole('button', { name: 'Add comment' }));
    await expect(page.getByRole('list', { name: 'Activity' })).toContainText('The account is locked.');
  });

  await test.step('pushes, sees it closed, and the incident in the simulator', async () => {
    await hands.press(page.getByRole('button', { name: 'Push as My Jira incident' }));
    await expect(complete(page)).toContainText('The case is closed.');
    await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('closed');
    const [incident] = await Promise.all([page.waitForEvent('popup'), hands.press(complete(page).getByRole('link'))]);
    await expect(incident.getByRole('heading', { level: 1 })).toContainText('Sign-in from two countries');
    await expect(incident.getByRole('article')).toContainText('The account is locked.');
    await incident.close();
  });

  await test.step('changes the connector of the case, and pushes it there too', async () => {
    await hands.choose(page.getByRole('combobox', { name: 'Connector', exact: true }), 'My ServiceNow');
    await hands.press(page.getByRole('button', { name: 'Push as My ServiceNow incident' }));
    await expect(complete(page)).toContainText('1 comment sent.');
    expect(await simulators.servicenow!.records()).toHaveLength(1);
  });

  await test.step('updates a connector without typing its secret again', async () => {
    await hands.press(page.getByRole('link', { name: 'External connection' }));
    await hands.press(page.getByRole('button', { name: 'Update My Jira' }));
    const flyout = page.getByRole('dialog', { name: 'Update My Jira' });
    await hands.fill(flyout.getByLabel('Connector name'), 'Jira of the SOC');
    await expect(flyout.getByLabel('API token or Password', { exact: true })).toHaveValue('');
    await hands.press(flyout.getByRole('button', { name: 'Save' }));
    await expect(flyout).toBeHidden();
    await expect(system).toContainText('Jira of the SOC');
  });

  await test.step('edits a comment of the closed case, and pushes again', async () => {
    await hands.press(page.getByRole('link', { name: 'Back to the cases' }));
    await hands.press(page.getByRole('link', { name: 'Sign-in from two countries' }));
    await hands.choose(page.getByRole('combobox', { name: 'Connector', exact: true }), 'Jira of the SOC');
    await hands.press(page.getByRole('button', { name: /^Edit the comment of Dana Analyst/ }));
    await hands.fill(page.getByRole('textbox', { name: 'Edit the comment' }), 'The account is unlocked again.');
    await hands.press(page.getByRole('button', { name: 'Save comment' }));
    await hands.press(page.getByRole('button', { name: 'Update Jira of the SOC incident' }));
    await expect(complete(page)).toContainText('1 comment sent.');
    await expect(page.getByText('Jira of the SOC incident is up to date')).toBeVisible();
    const records = await simulators.jiraCloud!.records();
    expect(records).toHaveLength(1);
    expect(records[0]?.comments.map((comment) => JSON.stringify(comment))).toEqual([
      expect.stringContaining('The account is locked.'),
      expect.stringContaining('The account is unlocked again.'),
    ]);
  });
});

function complete(page: Page) {
  return page.getByRole('status').filter({ hasText: 'The push is complete' });
}

async function addConnector(page: Page, hands: Keyboard, it: System, url: string): Promise<void> {
  const flyout = page.getByRole('dialog', { name: 'Add new connector' });
  const field = (label: string) => flyout.getByLabel(label, { exact: true });
  await hands.check(flyout.getByRole('radio', { name: it.type, exact: true }));
  await hands.press(flyout.getByRole('button', { name: 'Save' }));
  for (const message of it.missing) await expect(flyout.getByText(message, { exact: true })).toBeVisible();
  await expect(field('Connector name')).toBeFocused();
  for (const [label, value, says] of it.mistakes) {
    await hands.fill(field(label), value);
    await expect(flyout.getByText(says, { exact: true })).toBeVisible();
  }
  for (const [label, value] of Object.entries({ 'Connector name': it.name, URL: url, ...it.values })) {
    await hands.fill(field(label), value);
  }
  for (const [, , says] of it.mistakes) await expect(flyout.getByText(says, { exact: true })).toBeHidden();
  for (const message of it.missing) await expect(flyout.getByText(message, { exact: true })).toBeHidden();
  if (it.deployment) {
    await hands.press(flyout.getByRole('button', { name: 'Advanced settings' }));
    await hands.choose(field('Deployment'), it.deployment);
  }
  await hands.press(flyout.getByRole('button', { name: 'Test connection' }));
  await expect(flyout.getByText(/^The connection works/).first()).toBeVisible();
  await hands.press(flyout.getByRole('button', { name: 'Save' }));
  await expect(flyout).toBeHidden();
  await expect(page.getByRole('heading', { name: it.name })).toBeVisible();
}
