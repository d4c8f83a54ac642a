import type { Locator, Page } from '@playwright/test';
import { accessible } from './lib/accessible';
import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

// A refused login is on purpose.
test.use({ allowed: /status of 401|net::ERR_/ });

const INCIDENT = '10006';

/** What an open combo box offers. */
const offered = (page: Page) => page.getByRole('listbox').getByRole('option');

/** Chooses in a combo box, with words where it is searched. */
async function choose(page: Page, within: Locator, field: string, option: string, words?: string): Promise<void> {
  const box = within.getByRole('combobox', { name: new RegExp(`^${field}( \\(|$)`) });
  await box.click();
  if (words !== undefined) await box.fill(words);
  await offered(page).filter({ hasText: option }).first().click();
}

test('an issue type that demands a select, a cascading select and a user', async ({ page, request }) => {
  const jira = new Simulator('jiraCloud', request);
  await jira.reset();
  const demanded = ['customfield_10042', 'customfield_10045', 'customfield_10046'];
  await jira.set({ requiredFields: demanded.map((id) => `${INCIDENT}.${id}`) });
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.choose('Credential phishing');
  const form = page.getByRole('form', { name: 'Fields of Jira' });
  const save = async () => {
    await form.getByRole('button', { name: 'Save fields' }).click();
    await expect(form.getByRole('button', { name: 'Save fields' })).toBeDisabled();
  };

  await test.step('shows what the chosen type demands, and says what is missing', async () => {
    await expect(form.getByText(/^Fields as of/)).toBeVisible();
    await expect(form.getByRole('combobox', { name: 'Responsible team' })).toBeHidden();
    await choose(page, form, 'Issue type', 'Incident');
    await expect(form.getByText('Responsible team (required)')).toBeVisible();
    await expect(form.getByText('Attack vector (required)')).toBeVisible();
    await expect(form.getByText('Incident commander (required)')).toBeVisible();
    await save();
    await expect(form.getByText('Responsible team is required.')).toBeVisible();
    const list = page.getByRole('list', { name: 'Fields to correct' }).first();
    await expect(list.getByRole('listitem')).toHaveCount(3);
    await expect(dashboard.button('Push as Jira incident')).toBeDisabled();
    await accessible(page);
  });

  await test.step('takes what is chosen, by the keyboard too', async () => {
    await choose(page, form, 'Responsible team', 'Red team');
    await choose(page, form, 'Attack vector', 'Mail');
    const below = form.getByRole('combobox', { name: 'Attack vector: below Mail' });
    await below.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await choose(page, form, 'Incident commander', 'Lyst', 'ana');
    await choose(page, form, 'Add a field', 'Due date');
    await form.getByRole('textbox', { name: 'Due date' }).fill('2026-12-01');
    await page.keyboard.press('Escape');
    await choose(page, form, 'Priority', 'Lowest');
    await save();
    await expect(page.getByRole('list', { name: 'Fields to correct' })).toHaveCount(0);
  });

  await test.step('pushes it, and Jira has it', async () => {
    expect(await dashboard.push('Push as Jira incident')).toBe('SOC-1');
    const [record] = await jira.records();
    expect(record?.fields).toMatchObject({
      issuetype: 'Incident',
      priority: '5',
      customfield_10042: '10101',
      customfield_10046: 1,
      duedate: '2026-12-01',
    });
    expect(record?.fields.customfield_10045).toEqual(['10120', expect.any(String)]);
  });

  await test.step('says what the issue takes no change of, at the control and above the button', async () => {
    await jira.set({ offEditScreen: ['customfield_10042'] });
    await form.getByRole('button', { name: 'Refresh the fields' }).click();
    const team = form.getByRole('combobox', { name: /^Responsible team/ });
    await expect(team).toHaveAccessibleDescription(/The incident takes no change of this/);
    const list = page.getByRole('list', { name: 'Fields to correct' });
    await expect(list).toHaveCount(0);
    await choose(page, form, 'Responsible team', 'Blue team');
    await save();
    await expect(list.first()).toContainText('Responsible team');
    await expect(page.getByRole('heading', { name: '1 field to look at' }).first()).toBeVisible();
    await expect(dashboard.button('Update Jira incident')).toBeEnabled();
    // What was chosen is read again after a reload.
    await page.reload();
    await expect(form.getByRole('combobox', { name: 'Responsible team' })).toHaveValue('Blue team');
    await expect(form.getByRole('combobox', { name: 'Incident commander' })).toHaveValue(/^Ana Lyst/);
  });
});

test('dependent choices, a mandatory category, and a value that did not arrive', async ({ page, request }) => {
  const servicenow = new Simulator('servicenow', request);
  await servicenow.reset();
  await servicenow.set({ requiredFields: ['category'], readOnlyFields: ['urgency'] });
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('ServiceNow', 'SN');
  await dashboard.choose('Credential phishing');
  const form = page.getByRole('form', { name: 'Fields of SN' });
  await expect(form.getByText('Category (required in the system’s form)')).toBeVisible();
  await choose(page, form, 'Category', 'Software');
  await form.getByRole('combobox', { name: 'Subcategory' }).click();
  await expect(offered(page)).toHaveText(['Email', 'Operating System']);
  await offered(page).filter({ hasText: 'Operating System' }).click();
  await choose(page, form, 'Urgency', '1 - High');
  await choose(page, form, 'Add a field', 'Assignment group');
  await choose(page, form, 'Assignment group', 'urity Operations', 'sec');
  await form.getByRole('button', { name: 'Save fields' }).click();
  await expect(page.getByText('The connector fields are saved')).toBeVisible();
  await dashboard.push('Push as SN incident');
  const [record] = await servicenow.records();
  expect(record?.fields).toMatchObject({
    category: 'software',
    subcategory: 'os',
    assignment_group: 'd0d0ca00d0d0ca00d0d0ca00d0d0ca01',
    urgency: '3',
  });
  // At its field, with what stands there now.
  await expect(form.getByText(/urgency was sent as "1".*it has "3"/)).toBeVisible();
});

test('a new case gets fields, and what cannot be read is said with the way on', async ({ page, request }) => {
  const resilient = new Simulator('resilient', request);
  await resilient.reset();
  await resilient.set({ requiredFields: ['detection_source'] });
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('IBM Resilient', 'SOAR');
  await dashboard.goTo('Cases');
  await dashboard.button('Create new case').click();
  const flyout = page.getByRole('dialog', { name: 'Create new case' });

  await test.step('creates the case with them', async () => {
    await flyout.getByLabel('Title').fill('Stolen laptop');
    await flyout.getByRole('textbox', { name: 'Description' }).fill('From the train.');
    await flyout.getByLabel('External incident management system').selectOption({ label: 'SOAR' });
    const group = flyout.getByRole('group', { name: 'Fields of SOAR' });
    await choose(page, group, 'Incident Type', 'Lost documents / files / records');
    await page.keyboard.press('Escape');
    await choose(page, group, 'Severity', 'High');
    await choose(page, group, 'Detection source', 'Network');
    await flyout.getByRole('button', { name: 'Create case' }).click();
    await expect(dashboard.heading('Stolen laptop')).toBeVisible();
    const form = page.getByRole('form', { name: 'Fields of SOAR' });
    await expect(form.getByText('Lost documents / files / records')).toBeVisible();
    await dashboard.push('Push as SOAR incident');
    const [record] = await resilient.records();
    expect(record?.fields).toMatchObject({ severity_code: 6, incident_type_ids: [20] });
  });

  await test.step('shows what is kept where the system refuses, and reads anew on request', async () => {
    const form = page.getByRole('form', { name: 'Fields of SOAR' });
    await resilient.fault([{ kind: 'status', status: 401, match: { pathContains: '/types/incident/fields' } }]);
    await form.getByRole('button', { name: 'Refresh the fields' }).click();
    await expect(form.getByRole('heading', { name: 'The fields could not be read anew' })).toBeVisible();
    await expect(form.getByText('Lost documents / files / records')).toBeVisible();
    await form.getByRole('button', { name: 'Refresh the fields' }).click();
    await expect(form.getByRole('heading', { name: 'The fields could not be read anew' })).toBeHidden();
  });
});

test('without rights the fields are typed, and that is said', async ({ page, request }) => {
  const servicenow = new Simulator('servicenow', request);
  await servicenow.reset();
  await servicenow.set({ dictionaryReadable: false, choicesReadable: false });
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('ServiceNow', 'SN');
  await dashboard.choose('Credential phishing');
  const form = page.getByRole('form', { name: 'Fields of SN' });
  await expect(form.getByRole('heading', { name: /may not read ServiceNow's choices/ })).toBeVisible();
  await form.getByLabel('Urgency').fill('1');
  await form.getByRole('button', { name: 'Save fields' }).click();
  await dashboard.push('Push as SN incident');
  expect((await servicenow.records())[0]?.fields).toMatchObject({ urgency: '1' });
});
