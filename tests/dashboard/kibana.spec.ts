import { readFileSync } from 'node:fs';
import type { APIRequestContext, Page } from '@playwright/test';
import { accessible } from './lib/accessible';
import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

/** A case that Kibana has, with one comment, as its API answers it. */
async function caseInKibana(
  kibana: string,
  request: APIRequestContext,
  title: string,
  connector: string,
): Promise<string> {
  const post = async (path: string, data: object) => {
    const headers = { 'kbn-xsrf': 'test', 'content-type': 'application/json' };
    return (await request.post(`${kibana}/api/cases${path}`, { headers, data })).json() as Promise<{ id: string }>;
  };
  const owner = 'securitySolution';
  const { id } = await post('', {
    title,
    description: 'd',
    tags: [],
    owner,
    connector: { id: connector, name: 'Jira of Kibana', type: '.jira', fields: null },
  });
  await post(`/${id}/comments`, { type: 'user', comment: 'first', owner });
  const read = async (below: string) =>
    (await request.get(`${kibana}/api/cases/${id}${below}`)).json() as Promise<object>;
  return JSON.stringify({
    ...(await read('')),
    comments: ((await read('/comments/_find')) as { comments: unknown }).comments,
  });
}

async function take(page: Page, dashboard: Dashboard, text: string): Promise<void> {
  await dashboard.button('Import cases').click();
  const flyout = page.getByRole('dialog', { name: 'Import cases' });
  await flyout.getByLabel('Case JSON').fill(text);
  await flyout.getByRole('button', { name: 'Import', exact: true }).click();
}

test('lets Kibana push its own case: one incident, and no connector or secret here', async ({ page, request }) => {
  const kibana = new Simulator('kibana', request);
  await kibana.reset();
  const text = await caseInKibana(kibana.base, request, 'Phishing in Kibana', 'kibana-jira');
  const { id } = JSON.parse(text) as { id: string };
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.button('Settings').click();
  await page.getByRole('combobox', { name: 'Who pushes' }).selectOption('Kibana');
  await expect(dashboard.heading('Cases')).toBeVisible();
  await take(page, dashboard, text);
  await expect(dashboard.heading('Phishing in Kibana')).toBeVisible();
  await expect(page.getByText('Kibana pushes this case with its connector Jira of Kibana.')).toBeVisible();

  await dashboard.button('Push as Jira of Kibana incident').click();
  await expect(page.getByText('Incident:')).toBeVisible();
  const incidents = (await kibana.records()) as unknown as { fields: { case: string } }[];
  expect(incidents.map(({ fields }) => fields.case)).toEqual([id]);
  const ledger = (await (await request.get(`${kibana.base}/_sim/ledger`)).json()) as { method: string; path: string }[];
  const pushes = ledger.filter(({ method, path }) => method === 'POST' && path.endsWith('_push'));
  expect(pushes.map(({ path }) => path)).toEqual([`/api/cases/${id}/connector/kibana-jira/_push`]);
});

test.describe('', () => {
  // The browser tells the console of each status that is an error.
  test.use({ allowed: /status of 404/ });

  test('tells in Kibana’s own words what it refuses', async ({ page, request }) => {
    const kibana = new Simulator('kibana', request);
    const text = await caseInKibana(kibana.base, request, 'Refused by Kibana', 'no-such-connector');
    const dashboard = new Dashboard(page);
    await page.goto('/?pushBy=kibana');
    await take(page, dashboard, text);
    await expect(dashboard.heading('Refused by Kibana')).toBeVisible();
    await dashboard.button('Push as Jira of Kibana incident').click();
    await expect(page.getByRole('alert').filter({ hasText: 'action/no-such-connector' })).toBeVisible();
  });
});

test('new cases have the custom fields and the templates of the case configuration of Kibana', async ({
  page,
  request,
}) => {
  await new Simulator('servicenow', request).reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('ServiceNow', 'ServiceNow SOC');
  await dashboard.goTo('Cases');
  const configuration = new URL('../fixtures/configuration/soc.json', import.meta.url);
  const text = readFileSync(configuration, 'utf8');
  await take(page, dashboard, text);
  await expect(page.getByText('Case configuration: 3 custom fields, 2 templates')).toBeVisible();

  await dashboard.button('Create new case').click();
  const flyout = page.getByRole('dialog', { name: 'Create new case' });
  await flyout.getByLabel('Title').fill('Mine');
  await flyout.getByLabel('Template').selectOption('Phishing');
  await page.getByRole('button', { name: 'Replace what is there' }).click();
  await expect(flyout.getByLabel('Title')).toHaveValue('Phishing: ');
  const system = flyout.getByLabel('External incident management system');
  await expect(system.locator('option:checked')).toHaveText('ServiceNow SOC');
  await expect(flyout.getByRole('combobox', { name: /^Impact/ })).toHaveValue('1 - High');
  await flyout.getByLabel('Title').fill('Phishing: the VPN form');
  await flyout.getByRole('button', { name: 'Create case' }).click();
  await expect(flyout.getByText('Region is required.')).toBeVisible();
  await accessible(page);
  await flyout.getByLabel('Region').fill('EMEA');

  await page.reload();
  await dashboard.button('Create new case').click();
  await expect(flyout.getByLabel('Region')).toHaveValue('EMEA');
  await expect(flyout.getByLabel('Hosts affected')).toHaveValue('3');
  await expect(flyout.getByRole('group', { name: 'Fields of ServiceNow SOC' })).toBeVisible();
  await flyout.getByRole('button', { name: 'Create case' }).click();
  await expect(dashboard.heading('Phishing: the VPN form')).toBeVisible();
  for (const [label, value] of [
    ['Category', 'Mail'],
    ['Assignees', 'u_ana'],
    ['Region', 'EMEA'],
    ['Hosts affected', '3'],
    ['A VIP is concerned', 'On'],
  ])
    await expect(page.locator('dt', { hasText: label! }).locator('xpath=following-sibling::dd[1]')).toHaveText(value!);

  await test.step('another one takes its place only where somebody says so', async () => {
    await dashboard.goTo('Cases');
    const [soc] = JSON.parse(text) as [object];
    await take(page, dashboard, JSON.stringify([{ ...soc, templates: [] }]));
    const imports = page.getByRole('dialog', { name: 'Import cases' });
    const dialog = page.getByRole('alertdialog', { name: 'Replace the case configuration?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(imports.getByRole('status')).toContainText('The case configuration was not taken');
    const submit = imports.getByRole('button', { name: 'Import', exact: true });
    await expect(submit).toBeFocused();
    await submit.click();
    await dialog.getByRole('button', { name: 'Replace it' }).click();
    await expect(page.getByText('Case configuration: 3 custom fields, 0 templates')).toBeVisible();
    await expect(imports).toBeHidden();
    await expect(dashboard.button('Import cases')).toBeFocused();
  });

  await test.step('it is exported as it came, and a deletion can be undone', async () => {
    await dashboard.goTo('Connectors');
    const list = page.getByRole('list', { name: 'Case configurations' });
    await expect(list).toContainText('Custom fields: Region, Hosts affected, A VIP is concerned');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dashboard.button('Export the case configuration').click(),
    ]);
    const [soc] = JSON.parse(text) as [object];
    expect(JSON.parse(readFileSync(await file.path(), 'utf8'))).toEqual([{ ...soc, templates: [] }]);
    await dashboard.button('Delete the case configuration of Security').click();
    await expect(list).toBeHidden();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(list).toBeVisible();
  });
});
