// What a file or a system asks for happens only as far as a person agrees.
import { readFileSync } from 'node:fs';
import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

test('an import asks before it takes the place of a stored connector, and says what would change', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira SOC');
  await dashboard.useSimulator('ServiceNow', 'ServiceNow');
  const [download] = await Promise.all([page.waitForEvent('download'), dashboard.button('Export connectors').click()]);
  const data = JSON.parse(readFileSync(await download.path(), 'utf8'));
  const jira = data.connectors.find(({ name }: { name: string }) => name === 'Jira SOC');
  jira.config.projectKey = 'EVIL';
  jira.config.advanced = { ...jira.config.advanced, colleagues: 'mallory' };
  jira.mappings = [{ source: 'title', target: 'summary', action: 'overwrite' }];
  const file = { name: 'connectors.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(data)) };
  const dialog = page.getByRole('alertdialog', { name: 'Replace stored connectors?' });
  const replace = dialog.getByRole('button', { name: 'Replace the chosen ones' });
  const results = page.getByRole('list', { name: 'Imported connectors' });

  await page.getByLabel('Import connectors').setInputFiles(file);
  await expect(dialog.getByRole('heading', { name: 'Jira SOC' })).toBeVisible();
  await expect(dialog).toContainText('config.projectKey: SOC → EVIL');
  await expect(dialog).toContainText('Colleagues, whose entries count as ours: nothing → mallory');
  await expect(dialog).toContainText(/Mapping of the comments: .* → nothing/);
  // The one that is the same asks nothing.
  await expect(dialog.getByRole('heading', { name: 'ServiceNow' })).toBeHidden();
  // Nothing is agreed to by Enter alone.
  await expect(replace).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(results).toContainText('Jira SOC: A connector with this id is stored already');
  await dashboard.updateConnector('Jira SOC');
  await expect(page.getByLabel('Project key')).toHaveValue('SOC');
  await dashboard.flyout('Jira SOC').getByRole('button', { name: 'Cancel' }).click();

  await page.getByLabel('Import connectors').setInputFiles(file);
  await dialog.getByRole('checkbox', { name: 'Replace Jira SOC' }).check();
  await replace.click();
  await expect(dialog).toBeHidden();
  await expect(results).toContainText('Jira SOC: imported');
  await dashboard.updateConnector('Jira SOC');
  await expect(page.getByLabel('Project key')).toHaveValue('EVIL');
});

test.describe('with a system that asks to be left alone', () => {
  test.use({ allowed: /status of 429/ });

  test('says until when, and lets a person end the pause', async ({ page, request }) => {
    const simulator = new Simulator('servicenow', request);
    await simulator.reset();
    await simulator.fault([{ kind: 'rateLimit', retryAfter: 9_999 }]);
    const dashboard = new Dashboard(page);
    await dashboard.open();
    await dashboard.useSimulator('ServiceNow', 'ServiceNow');
    await dashboard.choose('Credential phishing');
    await dashboard.chooseConnector('ServiceNow');
    await dashboard.button('Push as ServiceNow incident').click();
    await expect(page.getByText(/^ServiceNow is left alone until .* UTC$/)).toBeVisible();
    await simulator.clearFaults();
    // It holds in another page too, until somebody ends it.
    await page.reload();
    await dashboard.goTo('Connectors');
    await dashboard.button('End the pause of ServiceNow').click();
    await expect(page.getByText(/is left alone until/)).toBeHidden();
    await page.reload();
    await dashboard.goTo('Connectors');
    await expect(page.getByRole('heading', { name: 'ServiceNow', exact: true })).toBeVisible();
    await expect(page.getByText(/is left alone until/)).toBeHidden();
  });
});
