import type { Page } from '@playwright/test';
import { Dashboard } from './lib/dashboard';
import { look } from './lib/look';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

test.use({ allowed: /status of (401|403)|net::ERR_/ });

test('tests a connection before it is saved: with a wrong password, then with the right one', async ({
  page,
  request,
}) => {
  const simulator = new Simulator('servicenow', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.newConnector('ServiceNow');
  const checks = page.getByRole('list', { name: 'Checks' }).getByRole('listitem');

  await dashboard.button('Test connection').click();
  await expect(page.getByText('A push cannot work yet.', { exact: true })).toBeVisible();
  await expect(checks.filter({ hasText: 'Form:' })).toContainText('Failed');
  await expect(page.getByText('URL is required.', { exact: true })).toBeVisible();

  await dashboard.button('Use the simulator').click();
  await page.getByLabel('Password', { exact: true }).fill('wrong-password');
  await expect(page.getByText('The form was changed since. Test again.')).toBeVisible();
  await dashboard.button('Test connection again').click();
  await expect(checks.filter({ hasText: 'Credentials:' })).toContainText('Failed');
  await expect(checks.filter({ hasText: 'Credentials:' })).toContainText('AUTH_FAILED');
  await expect(checks.filter({ hasText: 'Credentials:' })).toContainText('User Not Authenticated');
  await expect(checks.filter({ hasText: 'Reachable:' })).toContainText('Passed');
  await expect(checks.filter({ hasText: 'Fields:' })).toContainText('Not checked');
  await expect(
    page.locator('[aria-live=polite]').filter({ hasText: 'A push cannot work yet. 1 check failed.' }),
  ).toBeAttached();

  await page.getByLabel('Password', { exact: true }).fill('servicenow-demo-password');
  await dashboard.button('Test connection again').click();
  await expect(page.getByRole('heading', { name: /^The connection works/ })).toBeInViewport();
  await expect(checks.filter({ hasText: 'Credentials:' })).toContainText('Passed');
  await expect(checks).toHaveCount(9);
  // Nothing is saved by a test, and nothing is written.
  expect(await simulator.records()).toEqual([]);
  await dashboard.button('Cancel').click();
  await page.getByRole('alertdialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByText('No connectors yet.')).toBeVisible();
});

test('offers the base URL where the address of a page was pasted, and takes it with one click', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.newConnector('Jira');
  const url = page.getByLabel('URL', { exact: true });
  await url.fill('https://soc.atlassian.net/browse/SOC-1?focusedCommentId=1');
  await url.blur();
  await expect(page.getByText('URL must not contain a query. Did you mean https://soc.atlassian.net?')).toBeVisible();
  await dashboard.button('Use https://soc.atlassian.net').click();
  await expect(url).toHaveValue('https://soc.atlassian.net');
  await expect(page.getByText(/Did you mean/)).toBeHidden();
  // One that may be right is a warning without an offer.
  await url.fill('https://proxy.example.com/tools/jira');
  await expect(page.getByText('This looks like the address of a page, and not of the system.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Use https/ })).toBeHidden();
});

test('shows the checks as they come, and stops on request', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  await simulator.fault([{ kind: 'delay', ms: 120_000, match: { pathContains: '/myself' } }]);
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.newConnector('Jira');
  await dashboard.button('Use the simulator').click();
  await dashboard.button('Test connection').click();
  const checks = page.getByRole('list', { name: 'Checks' }).getByRole('listitem');
  await expect(checks.filter({ hasText: 'Product:' })).toContainText('Passed');
  await expect(checks.filter({ hasText: 'Credentials:' })).toBeHidden();
  await expect(page.getByRole('progressbar', { name: 'Connection test' })).toBeVisible();
  await dashboard.button('Stop the test').click();
  await expect(checks.filter({ hasText: 'Credentials:' })).toContainText('ABORTED');
  await expect(dashboard.button('Test connection again')).toBeVisible();
});

/** The form of a Jira at this address, filled in. */
async function fillJira(page: Page, dashboard: Dashboard, { base }: Simulator, email: string, token: string) {
  await dashboard.newConnector('Jira');
  await page.getByLabel('Connector name').fill('Jira');
  await page.getByLabel('URL', { exact: true }).fill(base);
  await page.getByLabel('Project key').fill('SOC');
  await page.getByLabel('Email or Username').fill(email);
  await page.getByLabel('API token or Password', { exact: true }).fill(token);
}

test('says which Jira it is, in a test and in the form of a stored connector, and one click chooses it', async ({
  page,
  request,
}) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await fillJira(page, dashboard, simulator, 'case.bot@example.com', 'jira-demo-token');
  await expect(page.getByText(/This is Jira Cloud/)).toHaveCount(0);
  await dashboard.button('Test connection').click();
  const found = page.getByText(/^This is Jira Cloud, which its URL does not show/);
  // It stands at its field too, which is folded away.
  await expect(found.last()).toBeVisible();
  await found.last().scrollIntoViewIfNeeded();
  await look(page, 'deployment-found');
  const deployment = page.getByLabel('Deployment', { exact: true });
  await dashboard.button('Use Jira Cloud').last().click();
  await expect(found).toHaveCount(0);
  await dashboard.button('Advanced settings').click();
  await expect(deployment).toHaveValue('cloud');
  // Whoever leaves it open is told in the form, once a push has found out.
  await deployment.selectOption('auto');
  await dashboard.saveAs('Jira');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Jira');
  await dashboard.push('Push as Jira incident');
  await expect(page.getByText(/This is Jira Cloud, which its URL does not show/)).toBeVisible();
  await page.reload();
  await dashboard.updateConnector('Jira');
  await expect(found.last()).toBeVisible();
  await dashboard.button('Use Jira Cloud').last().click();
  await expect(found).toHaveCount(0);
});
