import { Dashboard } from './lib/dashboard';
import { JiraUser, Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

// An incident that is gone is a 404, which the browser notes.
test.use({ allowed: /status of 404/ });

const FIRST = 'Credential phishing: fake O365 sign-in, 3 users';
const THEIRS = 'Renamed by the other team';

/** A pushed case with a new title. Answers the key. */
async function pushedAndRenamed(dashboard: Dashboard, simulator: Simulator) {
  await simulator.reset();
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Jira');
  const key = await dashboard.push('Push as Jira incident');
  await dashboard.editTitle('Contained');
  return key;
}

async function summaryOf(simulator: Simulator): Promise<unknown> {
  return (await simulator.records())[0]?.fields.summary;
}

test('shows what somebody has edited there, and does what a person chooses', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  const user = new JiraUser(simulator, request);
  const dashboard = new Dashboard(page);
  const alert = page.getByRole('alert').filter({ hasText: 'Somebody edited the incident' });
  const upToDate = page.getByText('Jira incident is up to date', { exact: true });
  const key = await pushedAndRenamed(dashboard, simulator);
  await user.rename(key, THEIRS);

  await test.step('leaves both as they are when a person stops', async () => {
    await dashboard.button('Update Jira incident').click();
    await alert.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(alert).toBeHidden();
    await expect(dashboard.button('Update Jira incident')).toBeEnabled();
    expect(await summaryOf(simulator)).toBe(THEIRS);
  });

  /** Updates, and looks at the three texts in question. */
  const asked = async (before: string, ours: string) => {
    await dashboard.button('Update Jira incident').click();
    await expect(alert).toContainText('INCIDENT_EDITED');
    await expect(alert.getByText('After the last push').locator('..').locator('..')).toContainText(before);
    await expect(alert.getByText('There now').locator('..').locator('..')).toContainText(THEIRS);
    await expect(alert.getByText('In this case').locator('..').locator('..')).toContainText(ours);
    expect(await summaryOf(simulator)).toBe(THEIRS);
  };

  await test.step('overwrites theirs', async () => {
    await asked(FIRST, 'Contained');
    await alert.getByRole('button', { name: 'Overwrite theirs' }).click();
    await expect(dashboard.complete()).toBeVisible();
    expect(await summaryOf(simulator)).toBe('Contained');
    await expect(upToDate).toBeVisible();
  });

  await test.step('keeps theirs', async () => {
    await dashboard.editTitle('Closed for now');
    await user.rename(key, THEIRS);
    await asked('Contained', 'Closed for now');
    await alert.getByRole('button', { name: 'Keep theirs' }).click();
    await expect(upToDate).toBeVisible();
    expect(await summaryOf(simulator)).toBe(THEIRS);
  });
});

test('goes on in a closed incident when a person says so, and makes a new one for one that is gone', async ({
  page,
  request,
}) => {
  const simulator = new Simulator('jiraCloud', request);
  const user = new JiraUser(simulator, request);
  const dashboard = new Dashboard(page);
  const key = await pushedAndRenamed(dashboard, simulator);

  await test.step('goes on in a closed incident, and remembers that through the next question', async () => {
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

  await test.step('makes a new incident for one that is gone, after asking', async () => {
    await dashboard.editTitle('Contained again');
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
});
