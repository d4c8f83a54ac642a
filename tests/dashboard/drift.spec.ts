import { Dashboard } from './lib/dashboard';
import { JiraUser, Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

// An incident that is gone is a 404, which the browser notes.
test.use({ allowed: /status of 404/ });

const FIRST = 'Credential phishing: fake O365 sign-in, 3 users';
const THEIRS = 'Renamed by the other team';

/** A pushed case with a new title. Answers the key. */
async function pushedAndRenamed(dashboard: Dashboard, simulator: Simulator, title = 'Contained') {
  await simulator.reset();
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Jira');
  const key = await dashboard.push('Push as Jira incident');
  await dashboard.editTitle(title);
  return key;
}

async function summaryOf(simulator: Simulator): Promise<unknown> {
  return (await simulator.records())[0]?.fields.summary;
}

for (const { way, expected } of [
  { way: 'Overwrite theirs', expected: 'Contained' },
  { way: 'Keep theirs', expected: THEIRS },
]) {
  test(`shows what somebody has edited there: ${way}`, async ({ page, request }) => {
    const simulator = new Simulator('jiraCloud', request);
    const user = new JiraUser(simulator, request);
    const dashboard = new Dashboard(page);
    const key = await pushedAndRenamed(dashboard, simulator);
    await user.rename(key, THEIRS);
    await dashboard.button('Update Jira incident').click();

    const alert = page.getByRole('alert').filter({ hasText: 'Somebody edited the incident' });
    await expect(alert).toContainText('INCIDENT_EDITED');
    await expect(alert.getByText('After the last push').locator('..').locator('..')).toContainText(FIRST);
    await expect(alert.getByText('There now').locator('..').locator('..')).toContainText(THEIRS);
    await expect(alert.getByText('In this case').locator('..').locator('..')).toContainText('Contained');
    expect(await summaryOf(simulator)).toBe(THEIRS);

    await alert.getByRole('button', { name: way }).click();
    await expect(dashboard.complete()).toBeVisible();
    expect(await summaryOf(simulator)).toBe(expected);
    await expect(page.getByText('Jira incident is up to date', { exact: true })).toBeVisible();
  });
}

test('leaves both as they are when a person stops', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  const user = new JiraUser(simulator, request);
  const dashboard = new Dashboard(page);
  const key = await pushedAndRenamed(dashboard, simulator);
  await user.rename(key, THEIRS);
  await dashboard.button('Update Jira incident').click();
  const alert = page.getByRole('alert').filter({ hasText: 'Somebody edited the incident' });
  await alert.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(alert).toBeHidden();
  await expect(dashboard.button('Update Jira incident')).toBeEnabled();
  expect(await summaryOf(simulator)).toBe(THEIRS);
});

test('makes a new incident for one that is gone, after asking', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  const user = new JiraUser(simulator, request);
  const dashboard = new Dashboard(page);
  const key = await pushedAndRenamed(dashboard, simulator);
  await user.remove(key);
  await dashboard.button('Update Jira incident').click();
  await expect(page.getByRole('alert')).toContainText('The incident is gone');
  await dashboard.button('Create a new incident').click();
  const dialog = page.getByRole('alertdialog', { name: 'Create a new incident?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await simulator.records()).toEqual([]);
  await dashboard.button('Create a new incident').click();
  await dialog.getByRole('button', { name: 'Create it' }).click();
  await expect(dashboard.complete()).toContainText('3 comments sent.');
  const records = await simulator.records();
  expect(records.map(({ comments }) => comments.length)).toEqual([3]);
});

test('goes on in a closed incident when a person says so, and remembers that through the next question', async ({
  page,
  request,
}) => {
  const simulator = new Simulator('jiraCloud', request);
  const user = new JiraUser(simulator, request);
  const dashboard = new Dashboard(page);
  const key = await pushedAndRenamed(dashboard, simulator);
  await user.rename(key, THEIRS);
  await user.close(key);
  await dashboard.button('Update Jira incident').click();
  await expect(page.getByRole('alert')).toContainText('The incident was closed');
  await dashboard.button('Continue in the closed incident').click();
  await expect(page.getByRole('alert')).toContainText('Somebody edited the incident');
  await dashboard.button('Overwrite theirs').click();
  await expect(dashboard.complete()).toBeVisible();
  expect(await summaryOf(simulator)).toBe('Contained');
});
