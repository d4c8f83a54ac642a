import { Dashboard } from './lib/dashboard';
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
  await expect(page.getByText(/^The connection works/).first()).toBeVisible();
  await expect(checks.filter({ hasText: 'Credentials:' })).toContainText('Passed');
  await expect(checks).toHaveCount(9);
  // Nothing is saved by a test, and nothing is written.
  expect(await simulator.records()).toEqual([]);
  await dashboard.button('Cancel').click();
  await page.getByRole('alertdialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByText('No connectors yet.')).toBeVisible();
});

test('shows the checks as they come, and stops on request', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  await simulator.fault([{ kind: 'delay', ms: 60_000, match: { pathContains: '/myself' } }]);
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
