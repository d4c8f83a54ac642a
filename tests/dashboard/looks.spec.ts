import type { Page } from '@playwright/test';
import { accessible } from './lib/accessible';
import { Dashboard } from './lib/dashboard';
import { fixture } from './lib/files';
import { judge, look, picture } from './lib/look';
import { JiraUser, Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

// Some requests are refused on purpose.
test.use({ allowed: /status of (400|401|404)/ });

/** That nothing sticks out sideways where the page is written from right to left, as some browsers' translations write it. */
async function lookFromRight(page: Page, name: string): Promise<void> {
  const direct = (direction: 'ltr' | 'rtl') =>
    page.evaluate((direction) => document.documentElement.setAttribute('dir', direction), direction);
  await direct('rtl');
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = () =>
      page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
    // What is drawn follows the width.
    await expect
      .poll(overflow, { message: `${name} at ${width} sticks out sideways from right to left` })
      .toBeLessThanOrEqual(0);
  }
  // What leads back points to where one comes from.
  const arrow = page.getByRole('link', { name: /^Back to/ }).locator('svg');
  if ((await arrow.count()) > 0) await expect(arrow).toHaveCSS('scale', '-1 1');
  await direct('ltr');
}

test('looks right at every width, and can be used by everybody', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await judge(page, '01-cases');
  await lookFromRight(page, '01-cases');

  await dashboard.choose('Credential phishing');
  await expect(page.getByRole('table')).toBeVisible();
  await judge(page, '02-case-without-connectors');
  await lookFromRight(page, '02-case-without-connectors');

  await dashboard.goTo('Connectors');
  await look(page, '03-no-connectors');

  await dashboard.newConnector('Jira');
  await dashboard.save();
  await dashboard.button('Advanced settings').click();
  await judge(page, '04-form-with-errors');
  await lookFromRight(page, '04-form-with-errors');
  await dashboard.button('Cancel').click();

  await dashboard.newConnector('ServiceNow');
  await page.getByLabel('Connector name').fill('ServiceNow production');
  await dashboard.button('Use the simulator').click();
  await look(page, '05-form-of-the-simulator');
  await dashboard.saveAs('ServiceNow production');
  await dashboard.useSimulator('Jira', 'Jira SOC');
  await judge(page, '06-connectors');
  await lookFromRight(page, '06-connectors');

  await dashboard.choose('DNS tunnelling');
  await dashboard.chooseConnector('Jira SOC');
  await expect(dashboard.button('Push as Jira SOC incident')).toBeEnabled();
  await page.getByRole('tab', { name: /Push plan/ }).click();
  await page.getByRole('button', { name: 'Request of step 3' }).click();
  await expect(page.getByRole('region', { name: 'Request of step 3' })).toBeVisible();
  await judge(page, '07-plan');
  await lookFromRight(page, '07-plan');

  await dashboard.push('Push as Jira SOC incident');
  await page.getByRole('tab', { name: 'Activity' }).click();
  await look(page, '08-complete');

  await dashboard.editTitle('DNS tunnelling, confirmed');
  await simulator.fault([
    {
      kind: 'status',
      status: 400,
      body: { errorMessages: [], errors: { summary: 'Summary is required.' } },
      match: { method: 'PUT' },
    },
  ]);
  await dashboard.button('Update Jira SOC incident').click();
  await expect(page.getByRole('alert')).toContainText('The push stopped');
  await page.getByRole('tab', { name: /Push plan/ }).click();
  await look(page, '09-failed');

  await dashboard.choose('Long intrusion');
  await dashboard.chooseConnector('Jira SOC');
  await simulator.fault([{ kind: 'delay', ms: 120_000, match: { method: 'POST', pathContains: '/comment', nth: 9 } }]);
  await dashboard.button('Push as Jira SOC incident').click();
  await expect(page.getByText('9 of 121', { exact: true })).toBeVisible();
  await look(page, '10-under-way');
  await dashboard.button(/^Stop$/).click();
  await expect(page.getByRole('alert')).toContainText('Somebody has to look');
  await look(page, '11-unknown');

  await page.reload();
  await dashboard.goTo('Connectors');
  await expect(page.getByText('Enter the secret again').first()).toBeVisible();
  await look(page, '12-secrets-gone');
});

test('the preview, the queue and the history look right too', async ({ page, request }) => {
  const simulator = new Simulator('servicenow', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  for (const [path, heading] of [
    ['/queue', 'The queue is empty'],
    ['/history', 'Nothing was pushed yet'],
    ['/no-such-page', 'There is no such page'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    await accessible(page);
  }
  await dashboard.useSimulator('ServiceNow', 'ServiceNow');
  await dashboard.makeDefault('ServiceNow');
  await dashboard.choose('Credential phishing');
  await dashboard.push('Push as ServiceNow incident');
  await dashboard.editTitle('Credential phishing: fake O365 sign-in, 5 users');
  await dashboard.editComment(/^Edit the comment of Kofi Mensah/, 'Tokens of both users revoked.');
  await dashboard.button('Preview the push').click();
  const preview = page.getByRole('dialog', { name: 'Push preview' });
  await expect(preview.locator('ins').first()).toBeVisible();
  await judge(page, '40-preview');
  await lookFromRight(page, '40-preview');
  await preview.getByRole('tab', { name: 'Text' }).click();
  await judge(page, '43-preview-text');
  await preview.getByRole('tab', { name: /^Requests/ }).click();
  await preview
    .getByRole('button', { name: /Update/ })
    .first()
    .click();
  await judge(page, '41-preview-requests');
  await preview.getByRole('button', { name: 'Cancel' }).click();

  await simulator.fault([
    {
      kind: 'status',
      status: 400,
      body: { error: { message: 'Mandatory fields are missing', detail: null }, status: 'failure' },
      match: { method: 'POST', nth: 1 },
    },
    ...[2, 3].map((nth) => ({ kind: 'slowAnswer', ms: 120_000, match: { method: 'POST', nth } })),
  ]);
  await dashboard.goTo('Cases');
  await page.getByRole('checkbox', { name: 'Select all cases of this page' }).check();
  await page.getByRole('region', { name: 'Selected cases' }).getByRole('button', { name: 'Push selected' }).click();
  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'Failed' })).toHaveCount(1);
  await expect(page.getByRole('progressbar', { name: /^Push of/ })).toHaveCount(2);
  await judge(page, '42-queue');
  await lookFromRight(page, '42-queue');
  await page.reload();
  await expect(page.getByText('The queue waits for a secret')).toBeVisible();
  await judge(page, '43-queue-stopped');
  await dashboard.goTo('History');
  await page
    .getByRole('button', { name: /^Receipts and requests of Credential phishing/ })
    .last()
    .click();
  await page.getByRole('list', { name: 'Requests' }).getByRole('button').nth(1).click();
  await judge(page, '44-history');
  await lookFromRight(page, '44-history');
});

/** Nothing that people name themselves may stick out, wherever it stands. */
const LONG = `Jira SOC ${'x'.repeat(60)}`;

test('secrets, tests, interrupted pushes and edits by others look right too', async ({ page, context, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  const user = new JiraUser(simulator, request);
  const held = { kind: 'slowAnswer', ms: 120_000, match: { method: 'POST', pathContains: '/comment', nth: 2 } };
  const dashboard = new Dashboard(page);
  await dashboard.open();

  await dashboard.newConnector('Jira');
  await dashboard.button('Use the simulator').click();
  await page.getByLabel('Connector name').fill(LONG);
  await page.getByLabel('API token or Password', { exact: true }).fill('wrong-password');
  await dashboard.button('Test connection').click();
  await expect(page.getByText('A push cannot work yet.', { exact: true })).toBeVisible();
  await look(page, '20-test-failed');
  await page.getByLabel('API token or Password', { exact: true }).fill('jira-demo-token');
  await dashboard.button('Test connection again').click();
  await expect(page.getByText(/^The connection works/).first()).toBeVisible();
  await judge(page, '21-test-passed');
  await dashboard.saveAs(LONG);

  await dashboard.goToSecrets();
  await page.getByRole('radio', { name: /^Sealed with a passphrase/ }).check();
  await judge(page, '22-secrets');
  await dashboard.keepSecrets(/^Sealed with a passphrase/, 'correct horse battery');
  await dashboard.button('Lock now').click();
  await dashboard.button('Unlock').click();
  const dialog = page.getByRole('dialog', { name: 'Unlock the secrets' });
  await expect(dialog).toBeVisible();
  await judge(page, '23-unlock');
  await dialog.getByLabel('Passphrase', { exact: true }).fill('correct horse battery');
  await dialog.getByRole('button', { name: 'Unlock', exact: true }).click();
  await dashboard.button('Wipe all secrets').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Wipe them' }).click();
  await dashboard.goTo('Connectors');
  const [file] = await Promise.all([page.waitForEvent('download'), dashboard.button('Export connectors').click()]);
  await page.getByLabel('Import connectors').setInputFiles(await file.path());
  await dashboard.button(`Enter the secret of ${LONG}`).click();
  const secret = page.getByRole('dialog', { name: `Enter the secret of ${LONG}` });
  await expect(secret).toBeVisible();
  await judge(page, '24-enter-secret');
  await secret.getByRole('button', { name: 'Close' }).click();
  await look(page, '25-imported');
  await dashboard.button(`Enter the secret of ${LONG}`).click();
  await secret.getByLabel('API token or Password', { exact: true }).fill('jira-demo-token');
  await secret.getByRole('button', { name: 'Use this secret' }).click();
  await expect(secret).toBeHidden();

  await dashboard.choose('DNS tunnelling');
  await dashboard.chooseConnector(LONG);
  const key = await dashboard.push(`Push as ${LONG} incident`);
  await dashboard.editTitle('DNS tunnelling, confirmed');
  await user.rename(key, 'Renamed by the other team, who know of more hosts than we do');
  await dashboard.button(`Update ${LONG} incident`).click();
  await expect(page.getByText('Somebody edited the incident')).toBeVisible();
  await judge(page, '26-edited');
  await dashboard.button(/^Stop$/).click();
  await user.close(key);
  await dashboard.button(`Update ${LONG} incident`).click();
  await expect(page.getByText('The incident was closed', { exact: true })).toBeVisible();
  await dashboard.button('Create a new incident').click();
  await look(page, '27-recreate');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();

  await dashboard.choose('Long intrusion');
  await dashboard.chooseConnector(LONG);
  const other = new Dashboard(await context.newPage());
  await other.open();
  await other.choose('Long intrusion');
  await expect(other.page.getByRole('combobox', { name: 'Connector' })).toHaveValue(/jira/);
  await simulator.fault([{ ...held, match: { ...held.match, nth: 9 } }]);
  await dashboard.button(`Push as ${LONG} incident`).click();
  await other.standsAt(9);
  await look(other.page, '28-another-tab');
  await other.page.close();
  await page.reload();
  await expect(dashboard.button(/^Finish the push of Long/)).toBeVisible();
  await judge(page, '29-interrupted-case');

  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector(LONG);
  const again = page.getByRole('form', { name: `Secret of ${LONG}` });
  await again.getByLabel('API token or Password', { exact: true }).fill('jira-demo-token');
  await dashboard.button('Use this secret').click();
  await simulator.fault([held]);
  await dashboard.button(`Push as ${LONG} incident`).click();
  await dashboard.standsAt(2);
  await page.reload();
  await dashboard.goTo('Cases');
  await expect(page.getByText('3 pushes were not finished')).toBeVisible();
  await judge(page, '30-interrupted');
  await lookFromRight(page, '30-interrupted');
});

test('the list, the external connection and the editors look right', async ({ page, request }) => {
  await new Simulator('jiraCloud', request).reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira SOC');
  await dashboard.useSimulator('ServiceNow', 'ServiceNow production');
  await look(page, '40-external-connection');
  await dashboard.system().click();
  await look(page, '41-incident-management-system');
  await page.keyboard.press('Escape');
  await dashboard.button('Delete Jira SOC').click();
  await expect(page.getByRole('alertdialog')).toContainText('It is the default connector');
  await look(page, '42-delete-connector');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();

  await dashboard.goTo('Cases');
  await page.getByRole('checkbox', { name: /^Select Credential/ }).check();
  await page.getByRole('checkbox', { name: /^Select Possible/ }).check();
  await judge(page, '43-cases-selected');
  await dashboard.button('Create new case').click();
  const create = page.getByRole('dialog', { name: 'Create new case' });
  await create.getByRole('button', { name: 'Create case' }).click();
  await expect(create.getByText('A case needs a description.')).toBeVisible();
  await judge(page, '44-create-case');
  await lookFromRight(page, '44-create-case');
  await create.getByRole('button', { name: 'Cancel' }).click();
  await dashboard.button('Import cases').click();
  const flyout = page.getByRole('dialog', { name: 'Import cases' });
  const broken = { ...(JSON.parse(fixture('phishing')) as object), id: 'broken', created_at: 'yesterday' };
  await flyout.getByLabel('Case JSON').fill(JSON.stringify([broken, JSON.parse(fixture('dns_tunnelling'))]));
  await flyout.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(flyout.getByRole('alert')).toContainText('1 refused');
  await judge(page, '45-import');
  await page.keyboard.press('Escape');

  await dashboard.choose('Credential phishing');
  await dashboard.editComment(/^Edit the comment of Kofi Mensah/, 'Tokens of both users revoked.');
  await dashboard.button(/^Delete the comment of Ana Ruiz/).click();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('In progress');
  await dashboard.button('Edit the description').click();
  await expect(page.getByRole('textbox', { name: 'Edit description' })).toBeVisible();
  await judge(page, '46-case-edited');
  await lookFromRight(page, '46-case-edited');

  await dashboard.choose('DNS tunnelling');
  await dashboard.push('Push as Jira SOC incident');
  await picture(page, 'case');
  await dashboard.goTo('Cases');
  await dashboard.filter('Severity', 'High');
  await dashboard.filter('Severity', 'Medium');
  await expect(page.getByText('Up to date')).toBeVisible();
  await picture(page, 'cases');
  await dashboard.goTo('Connectors');
  await picture(page, 'external_connection');

  await page.goto('/cases/configure?license=basic');
  await expect(page.getByRole('heading', { name: /^Your licence is too low/ })).toBeVisible();
  await look(page, '47-licence');
});
