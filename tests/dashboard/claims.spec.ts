import type { APIRequestContext, Page } from '@playwright/test';
import { Dashboard } from './lib/dashboard';
import { look } from './lib/look';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

/** A browser of its own, that knows nothing of what others have pushed. */
async function inNewBrowser(page: Page): Promise<Dashboard> {
  const context = await page
    .context()
    .browser()!
    .newContext({ viewport: { width: 1440, height: 900 } });
  const dashboard = new Dashboard(await context.newPage());
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Jira');
  return dashboard;
}

/** A case whose incident was created by another account, in another browser. */
async function pushedByAnother(page: Page, request: APIRequestContext) {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  await simulator.set({ person: 1 });
  const theirs = await inNewBrowser(page);
  const key = await theirs.push('Push as Jira incident');
  await theirs.page.context().close();
  await simulator.set({ person: 0 });
  const ours = await inNewBrowser(page);
  await ours.button('Push as Jira incident').click();
  const question = ours.page.getByRole('alert').filter({ hasText: 'Is this the incident of the case?' });
  await expect(question).toContainText('INCIDENT_FOREIGN');
  await expect(question.getByRole('list', { name: 'What says so' })).toContainText('The incident was created by');
  return { simulator, key, ours, question };
}

test('asks whose incident it is, and remembers a colleague', async ({ page, request }) => {
  const { simulator, key, ours, question } = await pushedByAnother(page, request);
  await expect(question.getByRole('link', { name: `Open ${key}` })).toBeVisible();
  await look(ours.page, '60-whose-incident');
  await question.getByRole('button', { name: /is a colleague: remember it, and go on$/ }).click();
  await expect(ours.complete()).toContainText(key);
  await ours.editTitle('Contained');
  // Nobody is asked again.
  await ours.push('Update Jira incident');
  expect((await simulator.records()).map(({ fields }) => fields.summary)).toEqual(['Contained']);
  await ours.updateConnector('Jira');
  await ours.button('Advanced settings').click();
  await expect(ours.page.getByLabel('Accounts of colleagues')).not.toHaveValue('');
  await ours.page.context().close();
});

test('takes the incident of another account over once, when a person says so', async ({ page, request }) => {
  const { simulator, key, ours, question } = await pushedByAnother(page, request);
  await question.getByRole('button', { name: 'Yes: take it over' }).click();
  await expect(ours.complete()).toContainText(key);
  const records = await simulator.records();
  expect(records.map(({ comments }) => comments.length)).toEqual([3]);
  await ours.page.context().close();
});

test('creates another incident beside a foreign one, after asking', async ({ page, request }) => {
  const { simulator, ours, question } = await pushedByAnother(page, request);
  await question.getByRole('button', { name: 'No: create another incident' }).click();
  const dialog = ours.page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Create it' }).click();
  await expect(ours.complete()).toBeVisible();
  expect(await simulator.records()).toHaveLength(2);
  await ours.page.context().close();
});
