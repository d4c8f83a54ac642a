import { accessible } from './lib/accessible';
import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

test('can be used by everybody', async ({ page }) => {
  test.slow();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await accessible(page);
  await dashboard.choose('Credential phishing');
  await expect(page.getByRole('table')).toBeVisible();
  await accessible(page);
  await dashboard.newConnector('ServiceNow');
  await dashboard.save();
  await dashboard.button('Advanced settings').click();
  await accessible(page);
  await dashboard.button('Cancel').click();
  await dashboard.useSimulator('Jira', 'Jira');
  await expect(page.getByRole('table', { name: 'Field mappings' })).toBeVisible();
  await accessible(page);
  await dashboard.choose('DNS tunnelling');
  await dashboard.chooseConnector('Jira');
  await page.getByRole('tab', { name: /Push plan/ }).click();
  await page.getByRole('button', { name: 'Request of step 1' }).click();
  await accessible(page);
});

test('can be used by everybody where secrets, tests and unfinished pushes are shown', async ({ page, request }) => {
  test.slow();
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  await simulator.fault([
    { kind: 'slowAnswer', ms: 60_000, match: { method: 'POST', pathContains: '/comment', nth: 2 } },
  ]);
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.newConnector('Jira');
  await dashboard.button('Use the simulator').click();
  await dashboard.button('Test connection').click();
  await expect(page.getByText(/^The connection works/).first()).toBeVisible();
  await accessible(page);
  await dashboard.saveAs('Jira Cloud (simulated)');
  await dashboard.keepSecrets(/^Sealed with a passphrase/, 'correct horse battery');
  await accessible(page);
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Jira Cloud (simulated)');
  await dashboard.button(/^Push as/).click();
  await dashboard.standsAt(2);
  await page.reload();
  await accessible(page);
  await dashboard.goTo('Connectors');
  await accessible(page);
  await dashboard.button(/^Finish the push of/).click();
  await expect(page.getByRole('dialog', { name: 'Unlock the secrets' })).toBeVisible();
  await accessible(page);
});

test('can be used by everybody where cases are selected, imported and created', async ({ page }) => {
  test.slow();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await page.getByRole('checkbox', { name: /^Select Credential/ }).check();
  await accessible(page);
  await dashboard.button('Import cases').click();
  await expect(page.getByRole('dialog', { name: 'Import cases' })).toBeVisible();
  await accessible(page);
  await page.keyboard.press('Escape');
  await dashboard.button('Create new case').click();
  const flyout = page.getByRole('dialog', { name: 'Create new case' });
  await flyout.getByRole('button', { name: 'Create case' }).click();
  await accessible(page);
  await page.goto('/no-such-page');
  await expect(dashboard.heading('There is no such page')).toBeVisible();
  await accessible(page);
});

test.describe('where pushes are previewed, queued and listed', () => {
  test.use({ allowed: /status of 400/ });

  test('can be used by everybody', async ({ page, request }) => {
    test.setTimeout(300_000);
    const simulator = new Simulator('servicenow', request);
    await simulator.reset();
    const dashboard = new Dashboard(page);
    await dashboard.open();
    for (const [path, heading] of [
      ['/queue', 'The queue is empty'],
      ['/history', 'Nothing was pushed yet'],
    ] as const) {
      await page.goto(path);
      await expect(page.getByRole('heading', { name: heading })).toBeVisible();
      await accessible(page);
    }
    await dashboard.useSimulator('ServiceNow', 'ServiceNow');
    await dashboard.makeDefault('ServiceNow');
    await dashboard.choose('Credential phishing');
    await dashboard.push('Push as ServiceNow incident');
    await dashboard.editTitle('Credential phishing: five users');
    await dashboard.button('Preview the push').click();
    const preview = page.getByRole('dialog', { name: 'Push preview' });
    await expect(preview.locator('ins').first()).toBeVisible();
    await accessible(page);
    await preview.getByRole('tab', { name: 'Text' }).click();
    await expect(preview.getByRole('combobox', { name: 'As it is read by' })).toBeVisible();
    await accessible(page);
    await preview.getByRole('tab', { name: /^Requests/ }).click();
    await preview.getByRole('button', { name: /^1\. / }).click();
    await expect(preview.getByRole('region', { name: 'Request 1' })).toBeVisible();
    await accessible(page);
    await preview.getByRole('button', { name: 'Cancel' }).click();

    await simulator.fault([
      {
        kind: 'status',
        status: 400,
        body: { error: { message: 'No', detail: null }, status: 'failure' },
        match: { method: 'POST', nth: 1 },
      },
      { kind: 'slowAnswer', ms: 60_000, match: { method: 'POST', nth: 3 } },
    ]);
    await dashboard.goTo('Cases');
    for (const name of [/^Select Possible/, /^Select 勒索软件/, /^Select Long/]) {
      await page.getByRole('checkbox', { name }).check();
    }
    await page.getByRole('region', { name: 'Selected cases' }).getByRole('button', { name: 'Push selected' }).click();
    await expect(page.getByRole('row').filter({ hasText: 'Failed' })).toHaveCount(1);
    await accessible(page);
    await page.reload();
    await expect(page.getByText('The queue waits for a secret')).toBeVisible();
    await accessible(page);
    await dashboard.goTo('History');
    await page
      .getByRole('button', { name: /^Receipts and requests of/ })
      .first()
      .click();
    await page.getByRole('list', { name: 'Requests' }).getByRole('button').first().click();
    await accessible(page);
  });
});
