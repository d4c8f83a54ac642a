import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

test('changes field mappings with a preview, refuses wrong ones, and pushes by them', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  const form = page.getByRole('form', { name: 'Field mappings of Jira' });
  const preview = form.getByRole('region', { name: 'Preview' });
  const save = form.getByRole('button', { name: 'Save field mappings' });
  await expect(save).toBeDisabled();
  await preview.getByRole('combobox', { name: 'Case of the preview' }).click();
  await page.getByRole('option', { name: /^Possible DNS tunnelling/ }).click();
  await expect(preview).toContainText('Possible DNS tunnelling from build agents');
  await expect(preview).not.toContainText('exfiltration');

  await form.getByLabel('Jira field for Tags').selectOption('labels');
  await expect(preview).toContainText('exfiltration');
  await form.getByLabel('Jira field for Title').selectOption('Not mapped');
  await expect(form.getByText('summary is required and must be mapped.')).toBeVisible();
  await expect(preview).toContainText('Correct the field mappings first.');
  await expect(save).toBeDisabled();
  await form.getByLabel('Jira field for Title').selectOption('summary');
  await form.getByLabel('Jira field for Comments').selectOption('Not mapped');
  await expect(preview).toContainText('Comments are not sent.');
  await save.click();
  await expect(page.getByText('The field mappings are saved')).toBeVisible();

  await page.reload();
  await expect(form.getByLabel('Jira field for Tags')).toHaveValue('labels');
  await expect(form.getByLabel('Jira field for Comments')).toHaveValue('not_mapped');
  await dashboard.choose('DNS tunnelling');
  const secret = page.getByRole('form', { name: 'Secret of Jira' });
  await secret.getByLabel('API token or Password', { exact: true }).fill('jira-demo-token');
  await secret.getByRole('button', { name: 'Use this secret' }).click();
  await dashboard.push('Push as Jira incident');
  const [record] = await simulator.records();
  expect(record?.fields.labels).toEqual(expect.arrayContaining(['dns', 'exfiltration', 'ci']));
  expect(JSON.stringify(record?.comments)).not.toContain('telemetry-proxy');
});
