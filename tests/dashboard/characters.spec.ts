import { Dashboard } from './lib/dashboard';
import { look } from './lib/look';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

test.use({ allowed: /status of (404|500)/ });

test('offers a push without characters that an old database refuses, for this push, and names what is lost', async ({
  page,
  request,
}) => {
  // It looks several times whether the write was carried out, with long waits in between.
  await page.clock.install();
  const simulator = new Simulator('jiraDataCenter', request);
  await simulator.reset();
  await simulator.set({ oldDatabase: true });
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.newConnector('Jira');
  await page.getByLabel('Connector name').fill('Old Jira');
  await page.getByLabel('URL', { exact: true }).fill(simulator.base);
  await page.getByLabel('Project key').fill('SOC');
  await page.getByLabel('API token or Password', { exact: true }).fill('jira-demo-pat');
  await dashboard.button('Advanced settings').click();
  await page.getByLabel('Authentication', { exact: true }).selectOption('bearer');
  await dashboard.saveAs('Old Jira');

  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Old Jira');
  await dashboard.editTitle('Phishing \u{1f3a3} and \u{1f525}');
  const alert = page.getByRole('alert').filter({ hasText: 'The system fails at characters of this text' });
  const passes = () =>
    expect(async () => {
      await page.clock.fastForward(40_000);
      await expect(alert).toContainText('RARE_CHARACTERS', { timeout: 500 });
    }).toPass();
  await dashboard.button('Push as Old Jira incident').click();
  await passes();
  await expect(alert).toContainText('which may be why: \u{1f3a3}\u{1f525}');
  await look(page, 'characters-refused');
  expect(await simulator.records()).toEqual([]);

  await alert.getByRole('button', { name: 'Push without these characters' }).click();
  await expect(dashboard.complete()).toBeVisible();
  await expect(page.getByText('summary: 2 characters beyond U+FFFF are left out: \u{1f3a3}\u{1f525}')).toBeVisible();
  await look(page, 'characters-left-out');
  expect((await simulator.records())[0]?.fields.summary).toBe('Phishing \u{fffd} and \u{fffd}');
  // It was for that push: the next one asks again.
  await dashboard.editTitle('Phishing \u{1f3a3}, contained');
  await dashboard.button('Update Old Jira incident').click();
  await passes();
  await alert.getByRole('button', { name: 'Stop' }).click();
  await expect(alert).toBeHidden();
});
