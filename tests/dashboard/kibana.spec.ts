import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { Dashboard } from './lib/dashboard';

const { kibana } = JSON.parse(process.env['SIMULATORS'] ?? '{}') as { kibana: string };

/** A case that Kibana has, with one comment, as its API answers it. */
async function caseInKibana(request: APIRequestContext, title: string, connector: string): Promise<string> {
  const headers = { 'kbn-xsrf': 'test', 'content-type': 'application/json' };
  const owner = 'securitySolution';
  const made = await request.post(`${kibana}/api/cases`, {
    headers,
    data: { title, description: 'd', tags: [], owner, connector: { id: connector, name: 'Jira of Kibana', type: '.jira', fields: null } },
  });
  const { id } = (await made.json()) as { id: string };
  await request.post(`${kibana}/api/cases/${id}/comments`, { headers, data: { type: 'user', comment: 'first', owner } });
  const [shown, found] = await Promise.all([
    request.get(`${kibana}/api/cases/${id}`), request.get(`${kibana}/api/cases/${id}/comments/_find`),
  ]);
  return JSON.stringify({ ...(await shown.json()), ...{ comments: (await found.json()).comments } });
}

async function take(page: Page, dashboard: Dashboard, text: string): Promise<void> {
  await dashboard.button('Import cases').click();
  const flyout = page.getByRole('dialog', { name: 'Import cases' });
  await flyout.getByLabel(/^JSON|^Cases/).fill(text);
  await flyout.getByRole('button', { name: 'Import', exact: true }).click();
}

interface Asked { method: string; path: string; preflight: boolean }

test('Kibana pushes its own case, by the fetch of the page’s core, without a connector or a secret here', async ({ page, request }) => {
  await request.post(`${kibana}/_sim/reset`);
  const text = await caseInKibana(request, 'Phishing in Kibana', 'kibana-jira');
  const { id } = JSON.parse(text) as { id: string };
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.button('Settings').click();
  await page.getByRole('combobox', { name: 'Who pushes' }).selectOption('Kibana');
  await expect(dashboard.heading('Cases')).toBeVisible();
  await take(page, dashboard, text);
  await expect(dashboard.heading('Phishing in Kibana')).toBeVisible();
  await expect(page.getByText('Kibana pushes this case with its connector Jira of Kibana.')).toBeVisible();

  await dashboard.button(/^Push as/).click();
  await expect(page.getByRole('link', { name: /^SOC-|^[A-Z]+-\d+/ }).first()).toBeVisible();
  const records = (await (await request.get(`${kibana}/_sim/records`)).json()) as { fields: { case: string } }[];
  expect(records.filter(({ fields }) => fields.case === id)).toHaveLength(1);
  const ledger = (await (await request.get(`${kibana}/_sim/ledger`)).json()) as Asked[];
  const pushes = ledger.filter(({ method, preflight }) => method === 'POST' && !preflight).map(({ path }) => path);
  expect(pushes.filter((path) => path.endsWith('_push'))).toEqual([`/api/cases/${id}/connector/kibana-jira/_push`]);
});

test('what Kibana refuses is told in its own words', async ({ page, request }) => {
  const text = await caseInKibana(request, 'Refused by Kibana', 'no-such-connector');
  const dashboard = new Dashboard(page);
  await page.goto('/?pushBy=kibana');
  await take(page, dashboard, text);
  await expect(dashboard.heading('Refused by Kibana')).toBeVisible();
  await dashboard.button(/^Push as/).click();
  await expect(page.getByRole('alert').filter({ hasText: 'no-such-connector' })).toBeVisible();
});
