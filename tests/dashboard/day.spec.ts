import type { Locator, Page } from '@playwright/test';
import { Dashboard } from './lib/dashboard';
import { Keyboard } from './lib/hands';
import { judge } from './lib/look';
import { JiraUser, Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

// A browser without a network says so in its console.
test.use({ allowed: /net::ERR_INTERNET_DISCONNECTED/ });

const RESTORED = 'Draft restored: it was typed here and not saved.';
/** The issue type of the simulated project, with what this one demands: a select, a cascading select, a user. */
const DEMANDED = ['customfield_10042', 'customfield_10045', 'customfield_10046'].map((id) => `10006.${id}`);

/** Chooses in a combo box of a form, with words where it is searched. */
async function choose(page: Page, within: Locator, field: string, option: string, words?: string): Promise<void> {
  const box = within.getByRole('combobox', { name: new RegExp(`^${field}( \\(|$)`) });
  await box.click();
  if (words !== undefined) await box.fill(words);
  await page.getByRole('listbox').getByRole('option').filter({ hasText: option }).first().click();
}

/** A connector whose incidents are closed with their cases. */
async function addFollowing(page: Page, dashboard: Dashboard, type: string, name: string, values: object) {
  await dashboard.newConnector(type);
  await page.getByLabel('Connector name').fill(name);
  await page.getByRole('button', { name: 'Use the simulator' }).click();
  if (type === 'Jira') await page.getByRole('switch', { name: 'Send the tags of a case as labels' }).click();
  await page.getByRole('button', { name: 'Advanced settings' }).click();
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
  await dashboard.saveAs(name);
}

/** Sets the status of the case that is shown. */
async function setStatus(page: Page, label: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Status' }).selectOption({ label });
}

test('an analyst’s day in three systems', async ({ page, context, request }) => {
  const [jira, servicenow, resilient] = (['jiraCloud', 'servicenow', 'resilient'] as const).map(
    (key) => new Simulator(key, request),
  ) as [Simulator, Simulator, Simulator];
  for (const simulator of [jira, servicenow, resilient]) await simulator.reset();
  await jira.set({ requiredFields: DEMANDED });
  await servicenow.set({ requiredFields: ['category'], readOnlyFields: ['urgency'] });
  const other = new JiraUser(jira, request);
  const dashboard = new Dashboard(page);
  const save = page.getByRole('button', { name: 'Save fields' });
  const comment = page.getByRole('textbox', { name: 'Add a comment' });
  await dashboard.open();

  await test.step('sets up three systems, and keeps their secrets on this device', async () => {
    await addFollowing(page, dashboard, 'Jira', 'Jira', { 'Status once the case is closed': 'done' });
    await dashboard.useSimulator('ServiceNow', 'SN');
    await addFollowing(page, dashboard, 'IBM Resilient', 'SOAR', {
      'Status once the case is closed': 'C',
      'Fields that closing needs': 'resolution_id=Resolved; resolution_summary=The account is safe.',
    });
    await dashboard.keepSecrets(/^Sealed on this device/);
  });

  await test.step('says who opens incidents', async () => {
    await dashboard.button('Settings').click();
    await page.getByLabel('Who opens incidents').fill('abel.tuter');
    await Promise.all([page.waitForEvent('load'), dashboard.button('Use it').click()]);
  });

  await test.step('Jira: fills in what the issue type demands', async () => {
    await dashboard.choose('Credential phishing');
    const form = page.getByRole('form', { name: 'Fields of Jira' });
    await choose(page, form, 'Issue type', 'Incident');
    await expect(form.getByText('Responsible team (required)')).toBeVisible();
    await choose(page, form, 'Responsible team', 'Red team');
    await choose(page, form, 'Attack vector', 'Mail');
    await choose(page, form, 'Attack vector: below Mail', 'Attachment');
    await choose(page, form, 'Incident commander', 'Lyst', 'ana');
    await save.click();
    await expect(save).toBeDisabled();
  });

  await test.step('is interrupted by a reload in the middle of a comment, and of nothing', async () => {
    await comment.fill('The sender is blo');
    await page.reload();
    await expect(page.getByText(RESTORED)).toBeVisible();
    await expect(comment).toHaveValue('The sender is blo');
    await dashboard.addComment('The sender is blocked.');
  });

  const key = await test.step('pushes while the network goes away and comes back', async () => {
    await context.setOffline(true);
    await dashboard.button('Push as Jira incident').click();
    await expect(page.getByText('This browser is offline').first()).toBeVisible();
    expect(await jira.records()).toHaveLength(0);
    await context.setOffline(false);
    await expect(dashboard.complete()).toBeVisible();
    const [record] = await jira.records();
    expect(record?.fields).toMatchObject({ issuetype: 'Incident', customfield_10042: '10101', customfield_10046: 1 });
    expect(record?.fields.labels).toEqual(expect.arrayContaining(['phishing', 'T1566.002']));
    return String(record?.key);
  });

  const second = new Dashboard(await context.newPage());
  await test.step('opens the case in a second tab too', async () => {
    await second.open();
    await second.choose('Credential phishing');
  });

  await test.step('the other team answers, and the list says so once it has looked', async () => {
    await other.comment(key, 'Proxy rule *4711* is live.');
    await other.rename(key, 'Phishing, proxy rule in place');
    await dashboard.goTo('Cases');
    await dashboard.button('Look now').click();
    const row = page.getByRole('row').filter({ hasText: 'Credential phishing' });
    await expect(row.getByText('2 new from Jira')).toBeVisible();
    // The other tab hears of it, and nobody there has looked.
    await expect(second.page.getByRole('status').filter({ hasText: '2 new from Jira' })).toBeVisible();
  });

  await test.step('compares, takes over, and both tabs have it', async () => {
    await dashboard.choose('Credential phishing');
    await expect(page.getByRole('status').filter({ hasText: '2 new from Jira' })).toBeVisible();
    await dashboard.button('Look for changes there').click();
    const news = page.getByRole('list', { name: 'New from Jira' });
    const title = news.getByRole('listitem').filter({ hasText: 'Another title' });
    await expect(title).toContainText('Phishing, proxy rule in place');
    await expect(title).toContainText('Credential phishing');
    await dashboard.button('Take all over').click();
    await expect(page.getByText('2 changes taken over.')).toBeVisible();
    for (const tab of [dashboard, second]) {
      await expect(tab.heading('Phishing, proxy rule in place')).toBeVisible();
      await expect(tab.page.getByText('2 new from Jira')).toHaveCount(0);
    }
    await expect(second.page.getByText(/\(from Jira, by .*, remote comment \d+\)/)).toBeVisible();
  });

  await test.step('closes the case in the second tab, and Jira closes with it; nothing went back', async () => {
    await setStatus(second.page, 'Closed');
    await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('closed');
    await second.push('Update Jira incident');
    const [record] = await jira.records();
    expect(record?.fields).toMatchObject({ status: { name: 'Done' }, summary: 'Phishing, proxy rule in place' });
    expect(record?.comments.filter((it) => JSON.stringify(it).includes('4711'))).toHaveLength(1);
    await expect(page.getByText('Jira incident is up to date', { exact: true })).toBeVisible();
    await second.page.close();
  });

  await test.step('ServiceNow: a category that its form wants, and a value that did not arrive', async () => {
    await dashboard.choose('DNS tunnelling');
    await dashboard.chooseConnector('SN');
    const form = page.getByRole('form', { name: 'Fields of SN' });
    await expect(form.getByText('Category (required in the system’s form)')).toBeVisible();
    await choose(page, form, 'Category', 'Software');
    await choose(page, form, 'Urgency', 'High');
    await save.click();
    await dashboard.push('Push as SN incident');
    expect((await servicenow.records())[0]?.fields).toMatchObject({
      category: 'software',
      caller_id: 'c0ffee00c0ffee00c0ffee00c0ffee02',
    });
    await expect(form.getByText(/urgency was sent as "1".*it has "3"/)).toBeVisible();
  });

  await test.step('Resilient: closes with what the organization requires', async () => {
    await dashboard.choose('Ransomware, in many scripts');
    await dashboard.chooseConnector('SOAR');
    await dashboard.push('Push as SOAR incident');
    await setStatus(page, 'Closed');
    await dashboard.push('Update SOAR incident');
    const [record] = await resilient.records();
    expect(record?.fields).toMatchObject({ plan_status: 'C' });
    expect(JSON.stringify(record?.fields.resolution_summary)).toContain('The account is safe.');
  });

  await test.step('at the end nothing is new anywhere', async () => {
    await dashboard.goTo('Cases');
    await dashboard.button('Look now').click();
    await expect(page.getByRole('status').filter({ hasText: /^Looked at/ })).toBeVisible();
    await expect(page.getByText(/\d new from/)).toHaveCount(0);
  });
});

test('the same with the keyboard alone: an answer is found, compared and taken over', async ({ page, request }) => {
  const jira = new Simulator('jiraCloud', request);
  await jira.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.choose('DNS tunnelling');
  const hands = new Keyboard(page);
  await hands.fill(page.getByRole('textbox', { name: 'Add a comment' }), 'The resolver is known.');
  await hands.press(dashboard.button('Add comment'));
  await hands.press(dashboard.button('Push as Jira incident'));
  const link = dashboard.complete().getByRole('link');
  await expect(link).toBeVisible();
  const key = String((await jira.records())[0]?.key);
  const user = new JiraUser(jira, request);
  await user.comment(key, 'Which resolver?');
  await user.close(key);

  await hands.press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Cases' }));
  // The first look is due as soon as looks are wanted.
  await hands.choose(page.getByRole('combobox', { name: 'Look for changes there' }), 'Every 15 minutes');
  const badge = page.getByRole('table').getByText(/new from Jira/);
  await expect(badge).toBeVisible();
  await judge(page, '51-news');
  await hands.press(page.getByRole('table').getByRole('link', { name: /^Possible DNS tunnelling/ }));
  await hands.press(dashboard.button('Look for changes there'));
  const status = page
    .getByRole('list', { name: 'New from Jira' })
    .getByRole('listitem')
    .filter({ hasText: 'The status' });
  await hands.press(status.getByRole('button', { name: 'Keep ours' }));
  await hands.press(dashboard.button('Apply 1 choice'));
  await hands.press(dashboard.button('Take all over'));
  await expect(page.getByText(/changes? taken over\./)).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('in-progress');
  await expect(page.getByRole('list', { name: 'Activity' })).toContainText('Which resolver?');
});
