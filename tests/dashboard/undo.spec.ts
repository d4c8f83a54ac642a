import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

test('what was deleted can be brought back with all that belongs to it, and goes for good after that', async ({
  page,
  context,
  request,
}) => {
  const jira = new Simulator('jiraCloud', request);
  await jira.reset();
  const dashboard = new Dashboard(page);
  const undo = page.getByRole('button', { name: 'Undo' });
  const confirm = async () => {
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('alertdialog')).toBeHidden();
  };
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira SOC');
  await dashboard.choose('Credential phishing');
  await dashboard.push('Push as Jira SOC incident');

  await test.step('a case, with what is known of its pushes', async () => {
    await dashboard.button('Delete case').click();
    await confirm();
    await expect(page.getByText('3 cases in this browser')).toBeVisible();
    await dashboard.goTo('History');
    await expect(page.getByRole('heading', { name: 'Nothing was pushed yet' })).toBeVisible();
    await undo.click();
    await expect(page.getByRole('link', { name: /^SOC-1/ })).toBeVisible();
    await dashboard.choose('Credential phishing');
    await expect(page.getByText('Jira SOC incident is up to date', { exact: true })).toBeVisible();
  });

  await test.step('a connector, with its secret and as the default', async () => {
    await dashboard.goTo('Connectors');
    const other = new Dashboard(await context.newPage());
    await other.open();
    await other.goTo('Connectors');
    await dashboard.button('Delete Jira SOC').click();
    await confirm();
    for (const tab of [dashboard, other]) await expect(tab.page.getByText('No connectors yet.')).toBeVisible();
    await expect(dashboard.heading('Edit external connection')).toBeFocused();
    await expect(dashboard.system()).toContainText('No connector selected');
    await undo.click();
    for (const tab of [dashboard, other]) {
      await expect(tab.page.getByRole('heading', { name: 'Jira SOC', exact: true })).toBeVisible();
      await expect(tab.system()).toContainText('Jira SOC');
    }
    await other.page.close();
    await dashboard.choose('Credential phishing');
    await dashboard.addComment('After the undo.');
    await dashboard.push('Update Jira SOC incident');
    expect((await jira.records())[0]?.comments).toHaveLength(4);
  });

  await test.step('a connector that is imported anew is no deleted one', async () => {
    await dashboard.goTo('Connectors');
    const [file] = await Promise.all([page.waitForEvent('download'), dashboard.button('Export connectors').click()]);
    const exported = await file.path();
    await dashboard.button('Delete Jira SOC').click();
    await confirm();
    await page.getByLabel('Import connectors').setInputFiles(exported);
    await expect(page.getByRole('heading', { name: 'Jira SOC', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Dismiss toast' }).last().click();
    await expect(undo).toBeHidden();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Jira SOC', exact: true })).toBeVisible();
    await dashboard.choose('Credential phishing');
  });

  await test.step('once the message is gone, so are they, after a reload too', async () => {
    await dashboard.button('Delete case').click();
    await confirm();
    await page.getByRole('button', { name: 'Dismiss toast' }).click();
    await expect(undo).toBeHidden();
    await dashboard.goTo('Connectors');
    await dashboard.button('Delete Jira SOC').click();
    await confirm();
    await page.getByRole('button', { name: 'Dismiss toast' }).click();
    await expect(undo).toBeHidden();
    // Nothing is left of either: not hidden, but gone.
    await expect
      .poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('/deleted/')).length))
      .toBe(0);
    await page.reload();
    await expect(page.getByText('No connectors yet.')).toBeVisible();
    await dashboard.goTo('History');
    await expect(page.getByRole('heading', { name: 'Nothing was pushed yet' })).toBeVisible();
    await dashboard.goTo('Cases');
    await expect(page.getByText('3 cases in this browser')).toBeVisible();
  });
});
