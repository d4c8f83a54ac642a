import { Dashboard } from './lib/dashboard';
import { look } from './lib/look';
import { expect, test } from './lib/test';

const RESTORED = 'Draft restored: it was typed here and not saved.';

test('what was typed of a case outlives tabs, routes and reloads, until it is saved or discarded', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.choose('Credential phishing');
  const comment = page.getByRole('textbox', { name: 'Add a comment' });
  const description = page.getByRole('textbox', { name: 'Edit description' });
  const edited = page.getByRole('textbox', { name: 'Edit the comment' });
  await comment.fill('Half a comment');
  await dashboard.button('Edit the description').click();
  await description.fill('Half a description');
  await dashboard
    .button(/^Edit the comment of/)
    .first()
    .click();
  await edited.fill('Half an edit');
  const isThere = async (restored: number) => {
    await expect(comment).toHaveValue('Half a comment');
    await expect(description).toHaveValue('Half a description');
    await expect(edited).toHaveValue('Half an edit');
    await expect(page.getByText(RESTORED)).toHaveCount(restored);
  };

  await page.getByRole('tab', { name: /^Push plan/ }).click();
  await page.getByRole('tab', { name: 'Activity' }).click();
  // The description stands above both tabs.
  await isThere(2);
  await dashboard.goTo('Queue');
  await dashboard.choose('Possible DNS tunnelling');
  await expect(comment).toHaveValue('');
  await page.reload();
  await dashboard.choose('Credential phishing');
  await isThere(3);
  await look(page, '61-drafts');

  const form = page.getByRole('form', { name: 'Edit description' });
  await form.getByRole('button', { name: 'Cancel' }).click();
  const leave = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  await leave.getByRole('button', { name: 'Cancel' }).click();
  await expect(description).toHaveValue('Half a description');
  await dashboard.button('Save description').click();
  await expect(description).toBeHidden();
  await page.getByRole('form', { name: 'Add a comment' }).getByRole('button', { name: 'Discard the draft' }).click();
  await expect(comment).toHaveValue('');
  await page.getByRole('form', { name: 'Edit the comment' }).getByRole('button', { name: 'Cancel' }).click();
  await leave.getByRole('button', { name: 'Leave' }).click();
  await expect(edited).toBeHidden();

  await page.reload();
  await expect(page.getByText('Half a description', { exact: true })).toBeVisible();
  await expect(comment).toHaveValue('');
  await expect(page.getByText(RESTORED)).toHaveCount(0);
});

test('what was typed of a new case outlives a reload', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.button('Create new case').click();
  const flyout = page.getByRole('dialog', { name: 'Create new case' });
  await flyout.getByLabel('Title').fill('Half a case');
  await flyout.getByRole('textbox', { name: 'Description' }).fill('Half of what happened.');
  // Another tab deletes the connector that was chosen.
  await page.evaluate(() => {
    const [key, kept] = Object.entries({ ...localStorage }).find(([, kept]) => kept.includes('Half a case')) ?? [
      '',
      '',
    ];
    localStorage.setItem(key, kept.replace('"connectorId":""', '"connectorId":"gone"'));
  });
  await page.reload();
  await dashboard.button('Create new case').click();
  await expect(flyout.getByText(RESTORED)).toBeVisible();
  await expect(flyout.getByLabel('Title')).toHaveValue('Half a case');
  const system = flyout.getByLabel('External incident management system');
  await expect(flyout.getByText('The connector that was chosen is gone. Choose another one.')).toBeVisible();
  await flyout.getByRole('button', { name: 'Create case' }).click();
  await expect(system).toBeFocused();
  await system.selectOption('The default connector');
  await flyout.getByRole('button', { name: 'Create case' }).click();
  await expect(dashboard.heading('Half a case')).toBeVisible();
  await expect(page.getByText('Half of what happened.')).toBeVisible();
  await dashboard.goTo('Cases');
  await dashboard.button('Create new case').click();
  await expect(flyout.getByLabel('Title')).toHaveValue('');
});

test('what was typed of a connector outlives a reload, but not its secret', async ({ page }) => {
  const secret = 'canary-of-a-draft';
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.newConnector('Jira');
  await page.getByLabel('Connector name').fill('Half a connector');
  await page.getByLabel('API token').fill(secret);
  await page.reload();
  await dashboard.newConnector('Jira');
  await expect(dashboard.flyout().getByText(RESTORED)).toBeVisible();
  await expect(page.getByLabel('Connector name')).toHaveValue('Half a connector');
  await expect(page.getByLabel('API token')).toHaveValue('');
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(secret);
  await dashboard.button('Cancel').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click();
  await dashboard.newConnector('Jira');
  await expect(page.getByLabel('Connector name')).toHaveValue('');
});
