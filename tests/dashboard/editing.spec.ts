import { accessible } from './lib/accessible';
import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

test('creates a case, with mistakes first', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.button('Create new case').click();
  const flyout = page.getByRole('dialog', { name: 'Create new case' });
  const create = flyout.getByRole('button', { name: 'Create case' });
  await create.click();
  await expect(flyout.getByText('A case needs a title.')).toBeVisible();
  await expect(flyout.getByText('A case needs a description.')).toBeVisible();
  await expect(flyout.getByLabel('Title')).toBeFocused();
  await flyout.getByLabel('Title').fill('x'.repeat(161));
  await expect(flyout.getByText('The title is too long: at most 160 characters.')).toBeVisible();

  await flyout.getByRole('button', { name: 'Cancel' }).click();
  const leave = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  await leave.getByRole('button', { name: 'Cancel' }).click();

  await flyout.getByLabel('Title').fill('Unusual sign-in');
  await flyout.getByRole('combobox', { name: 'Tags' }).fill('identity');
  await page.keyboard.press('Enter');
  await flyout.getByLabel('Severity').selectOption('High');
  await flyout.getByRole('textbox', { name: 'Description' }).fill('From **two countries** in an hour.');
  await flyout.getByRole('button', { name: 'Preview' }).click();
  await expect(flyout.getByText('two countries', { exact: true })).toHaveCSS('font-weight', /^[6-9]00$/);
  await create.click();

  await expect(dashboard.heading('Unusual sign-in')).toBeVisible();
  await expect(page).toHaveURL(/\/cases\/[\w-]+$/);
  await page.reload();
  await expect(dashboard.heading('Unusual sign-in')).toBeVisible();
  await expect(page.getByText('From two countries in an hour.')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Severity' })).toHaveValue('high');
});

test('edits a case, and keeps what was there before', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.choose('Credential phishing');
  const activity = page.getByRole('list', { name: 'Activity' });

  await dashboard.button('Edit the description').click();
  await page.getByRole('textbox', { name: 'Edit description' }).fill('Contained.');
  await dashboard.button('Save description').click();
  await expect(page.getByText('Contained.', { exact: true })).toBeVisible();
  await dashboard.addComment('Said on the way.');
  await expect(page.getByRole('textbox', { name: 'Add a comment' })).toBeFocused();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Closed');
  await page.getByRole('combobox', { name: 'Severity' }).selectOption('Low');
  await expect(activity).toContainText('changed the status from Open to Closed');
  await expect(activity).toContainText('changed the severity from High to Low');

  await dashboard.editComment(/^Edit the comment of Kofi Mensah/, 'Tokens of both users revoked.');
  await activity.getByRole('button', { name: '1 earlier version' }).click();
  await expect(activity.getByText('Tokens of **j.lindqvist** revoked', { exact: false })).toBeVisible();

  await dashboard.button(/^Delete the comment of Ana Ruiz/).click();
  await expect(activity).toContainText('deleted a comment of Ana Ruiz');
  await dashboard.button('Undo').click();
  await expect(activity.getByText('Mail gateway log')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Activity (4 comments)' })).toBeVisible();
  await expect(activity).not.toContainText('deleted a comment');
  await dashboard.button(/^Delete the comment of Ana Ruiz/).click();
  await expect(activity).toContainText('deleted a comment of Ana Ruiz');
  await expect(page.getByRole('heading', { name: 'Activity (3 comments)' })).toBeVisible();

  await page.reload();
  await activity.getByRole('button', { name: 'What it said' }).last().click();
  await expect(activity.getByText('Mail gateway log', { exact: false })).toBeVisible();
  await expect(activity.getByText('Tokens of both users revoked.')).toBeVisible();
});

test('two tabs edit one case: other parts are merged, the same part is not lost', async ({ page, context }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.choose('Credential phishing');
  const other = new Dashboard(await context.newPage());
  await other.open();
  await other.choose('Credential phishing');

  await test.step('a comment here and a severity there both stay', async () => {
    await dashboard.addComment('Said in the first tab.');
    await other.page.getByRole('combobox', { name: 'Severity' }).selectOption('Low');
    for (const { page } of [dashboard, other]) {
      await expect(page.getByText('Said in the first tab.')).toBeVisible();
      await expect(page.getByRole('combobox', { name: 'Severity' })).toHaveValue('low');
    }
  });

  await test.step('a tag of each stays', async () => {
    const type = async ({ page }: Dashboard, tag: string) => {
      await page.getByRole('combobox', { name: 'Tags' }).fill(tag);
      await page.keyboard.press('Enter');
    };
    await other.button('Edit the tags').click();
    await type(other, 'second-tab');
    await dashboard.button('Edit the tags').click();
    await type(dashboard, 'first-tab');
    await dashboard.button('Save tags').click();
    await expect(dashboard.button('Edit the tags')).toBeVisible();
    await other.button('Save tags').click();
    for (const { page } of [dashboard, other]) {
      for (const tag of ['phishing', 'first-tab', 'second-tab']) {
        await expect(page.getByText(tag, { exact: true }).first()).toBeVisible();
      }
    }
  });

  const alert = other.page.getByRole('alert').filter({ hasText: 'CASE_CHANGED' });
  await test.step('the same title: the second one is told, and chooses', async () => {
    await other.button('Edit the title').click();
    await other.page.getByLabel('Title', { exact: true }).fill('Of the second tab');
    await dashboard.editTitle('Of the first tab');
    await other.button('Save title').click();
    await expect(alert).toContainText('Of the first tab');
    await expect(dashboard.heading('Of the first tab')).toBeVisible();
    await alert.getByRole('button', { name: 'Overwrite theirs' }).click();
    await expect(other.heading('Of the second tab')).toBeVisible();
    await expect(dashboard.heading('Of the second tab')).toBeVisible();
  });

  await test.step('an edit of a comment that the other tab has deleted says so', async () => {
    await other.button(/^Edit the comment of Ana Ruiz/).click();
    await other.page.getByRole('textbox', { name: 'Edit the comment' }).fill('Half of a thought');
    await dashboard.button(/^Delete the comment of Ana Ruiz/).click();
    await expect(other.page.getByText('deleted a comment of Ana Ruiz')).toBeVisible();
    await expect(other.page.getByText('Not saved: an edit of a comment that is gone').last()).toBeVisible();
    await expect(other.page.getByText('Half of a thought')).toBeVisible();
    await accessible(other.page);
    await other.button('Add as a new comment').click();
    await expect(other.button('Add as a new comment')).toBeHidden();
    await expect(other.page.getByRole('textbox', { name: 'Add a comment' })).toBeFocused();
    await expect(dashboard.page.getByText('Half of a thought')).toBeVisible();
  });

  await test.step('a case that the other tab has deleted', async () => {
    await dashboard.button('Delete case').click();
    await dashboard.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await expect(other.heading('There is no such case')).toBeVisible();
  });
});

test('gives a case fields of its own for its connector', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.choose('Credential phishing');
  const form = page.getByRole('form', { name: 'Fields of Jira' });
  await form.getByRole('combobox', { name: 'Priority' }).click();
  await page.getByRole('listbox').getByRole('option', { name: 'High', exact: true }).click();
  await form.getByRole('button', { name: 'Additional fields as JSON' }).click();
  await form.getByRole('textbox', { name: 'Additional fields' }).fill('{ "customfield": ');
  await form.getByRole('button', { name: 'Save fields' }).click();
  await expect(form.getByText('Additional fields must be a JSON object.', { exact: false })).toBeVisible();
  // What the push sets itself would be left out of it.
  await form.getByRole('textbox', { name: 'Additional fields' }).fill('{ "Summary": "Mine" }');
  await form.getByRole('button', { name: 'Save fields' }).click();
  await expect(form.getByText('The push sets Summary itself.', { exact: false })).toBeVisible();
  await expect(page.getByText('The connector fields are saved')).toHaveCount(0);
  await form.getByRole('textbox', { name: 'Additional fields' }).fill('{ "environment": "finance" }');
  await form.getByRole('button', { name: 'Save fields' }).click();
  await expect(page.getByText('The connector fields are saved')).toBeVisible();
  await page.reload();
  await expect(form.getByRole('combobox', { name: 'Priority' })).toHaveValue('High');
  await expect(form.getByRole('textbox', { name: 'Environment' })).toHaveValue('finance');
});

test('two tabs change one connector: other fields are merged, the same field is asked about', async ({
  page,
  context,
}) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  const other = new Dashboard(await context.newPage());
  await other.open();
  await dashboard.updateConnector('Jira');
  await other.updateConnector('Jira');
  await dashboard.page.getByLabel('Project key').fill('OPS');
  await dashboard.page.getByLabel('Connector name').fill('Jira of the first');
  await dashboard.saveAs('Jira of the first');

  await other.page.getByLabel('Connector name').fill('Jira of the second');
  // Memory is no other tab's.
  await other.flyout('Jira').getByLabel('API token or Password', { exact: true }).fill('jira-demo-token');
  await other.save();
  const alert = other.page.getByRole('alert').filter({ hasText: 'CONNECTOR_CHANGED' });
  await expect(alert).toContainText('another tab or window has changed this connector');
  await expect(alert).toBeInViewport({ ratio: 1 });
  await expect(other.page.getByLabel('Project key')).toHaveValue('OPS');
  await other.saveAs('Jira of the second');
});
