import { readFileSync } from 'node:fs';
import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

const PASSPHRASE = 'correct horse battery';

test('keeps a secret on this device over a reload', async ({ page, request }) => {
  const simulator = new Simulator('servicenow', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('ServiceNow', 'ServiceNow');
  await dashboard.keepSecrets(/^Sealed on this device/);
  await expect(page.getByRole('status').filter({ hasText: 'Sealed on this device' })).toContainText('1 connector');
  await dashboard.button('Make a new key').click();
  await expect(page.getByText('The secrets have a new key')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('radio', { name: /^Sealed on this device/ })).toBeChecked();
  await dashboard.goTo('Connectors');
  await expect(page.getByText('Enter the secret again')).toBeHidden();
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('ServiceNow');
  await dashboard.push('Push as ServiceNow incident');
});

test('seals with a passphrase, locks, and asks for it where it is needed', async ({ page, request }) => {
  // Making a key from a passphrase is slow on purpose.
  test.slow();
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');

  await test.step('takes no passphrase that is short or mistyped', async () => {
    await dashboard.goToSecrets();
    await page.getByRole('radio', { name: /^Sealed with a passphrase/ }).check();
    await page.getByLabel('Passphrase', { exact: true }).fill('short');
    await page.getByLabel('Passphrase once more').fill('other');
    await dashboard.button('Keep them this way').click();
    await expect(page.getByText('The two are not the same.')).toBeVisible();
    await page.getByLabel('Passphrase once more').fill('short');
    await dashboard.button('Keep them this way').click();
    await expect(page.getByRole('alert')).toContainText('VAULT_PASSPHRASE');
    await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await page.getByLabel('Passphrase once more').fill(PASSPHRASE);
    await dashboard.button('Keep them this way').click();
    await expect(page.getByRole('status').filter({ hasText: 'Unlocked' })).toContainText('1 connector');
  });

  const dialog = page.getByRole('dialog', { name: 'Unlock the secrets' });
  await test.step('locks and unlocks', async () => {
    await dashboard.button('Lock now').click();
    await expect(page.getByText('Locked', { exact: true })).toBeVisible();
    await dashboard.button('Unlock').click();
    await expect(dialog.getByLabel('Passphrase', { exact: true })).toBeFocused();
    await dialog.getByLabel('Passphrase', { exact: true }).fill('another passphrase');
    await dialog.getByRole('button', { name: 'Unlock', exact: true }).click();
    await expect(dialog.getByText('The passphrase is not the one of this vault.')).toBeVisible();
    await dialog.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await dialog.getByRole('button', { name: 'Unlock', exact: true }).click();
    await expect(dashboard.button('Lock now')).toBeVisible();
    expect(await page.content()).not.toContain(PASSPHRASE);
  });

  await test.step('asks in the middle of a push', async () => {
    await dashboard.button('Lock now').click();
    await dashboard.choose('Credential phishing');
    await dashboard.chooseConnector('Jira');
    await dashboard.button('Push as Jira incident').click();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('alert')).toContainText('VAULT_LOCKED');
    expect(await simulator.records()).toEqual([]);
    await dashboard.button('Push as Jira incident').click();
    await dialog.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await dialog.getByRole('button', { name: 'Unlock', exact: true }).click();
    await expect(dashboard.complete()).toContainText('3 comments sent.');
  });

  await test.step('asks when a connector is tested, and when one is saved', async () => {
    await page.reload();
    await dashboard.updateConnector('Jira');
    await dashboard.button('Test connection').click();
    await dialog.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await dialog.getByRole('button', { name: 'Unlock', exact: true }).click();
    await expect(page.getByText('The connection works', { exact: false }).first()).toBeVisible();
    await page.reload();
    await dashboard.updateConnector('Jira');
    await page.getByLabel('API token or Password', { exact: true }).fill('jira-demo-token');
    await dashboard.save();
    await dialog.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await dialog.getByRole('button', { name: 'Unlock', exact: true }).click();
    await expect(dashboard.flyout('Jira')).toBeHidden();
  });

  await test.step('wipes, after asking', async () => {
    await dashboard.goToSecrets();
    await dashboard.button('Wipe all secrets').click();
    const ask = page.getByRole('alertdialog', { name: 'Wipe all secrets?' });
    await ask.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Unlocked' })).toBeVisible();
    await dashboard.button('Wipe all secrets').click();
    await ask.getByRole('button', { name: 'Wipe them' }).click();
    await expect(page.getByRole('radio', { name: /^In memory/ })).toBeChecked();
    await dashboard.goTo('Connectors');
    await expect(page.getByText('Enter the secret again')).toBeVisible();
  });
});

test('takes connectors to another browser without their secrets', async ({ page, browser }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira SOC');
  const [file] = await Promise.all([page.waitForEvent('download'), dashboard.button('Export connectors').click()]);
  expect(file.suggestedFilename()).toBe('case-connectors.json');
  const exported = readFileSync(await file.path(), 'utf8');
  expect(exported).not.toContain('jira-demo-token');
  const broken = JSON.parse(exported) as { connectors: { id: string; name: string }[] };
  broken.connectors.push({ ...broken.connectors[0]!, id: 'second', name: '' });

  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const there = new Dashboard(await context.newPage());
  await there.open();
  await there.goTo('Connectors');
  const give = (name: string, text: string) =>
    there.page.getByLabel('Import connectors').setInputFiles({
      name,
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
  await give('notes.json', 'no JSON');
  await expect(there.page.getByRole('alert')).toContainText('The file is not JSON.');
  await give('case-connectors.json', JSON.stringify(broken));
  const results = there.page.getByRole('list', { name: 'Imported connectors' }).getByRole('listitem');
  await expect(results).toHaveCount(2);
  await expect(results.first()).toContainText('Jira SOC: imported');
  await expect(results.last()).not.toContainText('imported');
  await there.button('Enter the secret of Jira SOC').click();
  const dialog = there.page.getByRole('dialog', { name: 'Enter the secret of Jira SOC' });
  await dialog.getByLabel('API token or Password', { exact: true }).fill('jira-demo-token');
  await dialog.getByRole('button', { name: 'Use this secret' }).click();
  await expect(there.button('Enter the secret of Jira SOC')).toBeHidden();
  await expect(there.page.getByText('Enter the secret again')).toBeHidden();
  await context.close();
});
