import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

// An answer is lost on purpose.
test.use({ allowed: /net::ERR_|blocked by CORS policy/ });

const WITHOUT_HASHES = ['198.51.100.53', '198.51.100.54', '192.0.2.10', '192.0.2.11', 'https://t.example.net/q?a=1,2'];

/** A connector to the simulated SecOps that goes through Elastic's app, and the sample case with its alerts. */
async function begin(dashboard: Dashboard): Promise<void> {
  const { page } = dashboard;
  await dashboard.open();
  await dashboard.newConnector('ServiceNow SecOps');
  await page.getByLabel('Connector name').fill('SecOps');
  await dashboard.button('Use the simulator').click();
  await dashboard.button('Advanced settings').click();
  await page.getByRole('switch', { name: 'Use the Table API' }).click();
  await dashboard.saveAs('SecOps');
  await dashboard.choose('DNS tunnelling');
  await dashboard.chooseConnector('SecOps');
}

test('pushes a case with what its alerts hold to ServiceNow SecOps', async ({ page, request }) => {
  const simulator = new Simulator('servicenow', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await begin(dashboard);

  await test.step('chooses what the incident gets', async () => {
    const form = page.getByRole('form', { name: 'Fields of SecOps' });
    const hashes = form.getByRole('switch', { name: 'Malware hashes' });
    await expect(hashes).toBeChecked();
    await expect(form.getByRole('switch', { name: 'Source IPs' })).toBeChecked();
    await hashes.click();
    await form.getByRole('combobox', { name: 'Priority' }).click();
    await page.getByRole('listbox').getByRole('option', { name: '2 - High' }).click();
    await form.getByRole('button', { name: 'Save fields' }).click();
    await expect(page.getByText('The connector fields are saved')).toBeVisible();
    await expect(hashes).not.toBeChecked();
  });

  await test.step('sees them in the plan', async () => {
    await page.getByRole('tab', { name: /Push plan/ }).click();
    const steps = page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
    const step = steps.filter({ hasText: 'Add what the alerts hold: 5' });
    await expect(step).toContainText('ipv4-addr:192.0.2.11');
    await expect(step).not.toContainText('SHA256');
  });

  await test.step('pushes, and finds them there', async () => {
    expect(await dashboard.push('Push as SecOps incident')).toMatch(/^SIR\d+$/);
    const [record, ...others] = await simulator.records();
    expect(others).toEqual([]);
    expect(record?.fields).toMatchObject({ priority: '2' });
    expect(record?.observables?.map(({ value }) => value)).toEqual(WITHOUT_HASHES);
    const incident = await dashboard.openIncident();
    await expect(incident.getByText('URL: https://t.example.net/q?a=1,2')).toBeVisible();
    await incident.close();
    await expect(page.getByText('SecOps incident is up to date', { exact: true })).toBeVisible();
  });

  await test.step('has it in the history', async () => {
    await dashboard.goTo('History');
    await page.getByRole('button', { name: /^Receipts and requests of Possible DNS tunnelling/ }).click();
    await expect(page.getByRole('list', { name: 'Receipts' })).toContainText('What the alerts hold was added');
  });
});

test('says with the result and in the history what nobody can look up', async ({ page, request }) => {
  const simulator = new Simulator('servicenow', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await begin(dashboard);
  await simulator.fault([{ kind: 'cutAfter', match: { pathContains: '/observables/bulk' } }]);
  await dashboard.push('Push as SecOps incident');
  await expect(dashboard.complete()).toContainText('has everything, except what is said below.');
  const warned = /^Whether the incident has these of the alerts is not known/;
  await expect(page.getByRole('listitem').filter({ hasText: warned })).toContainText('ipv4-addr:192.0.2.11');
  // They had arrived, and are not sent again.
  expect((await simulator.records())[0]?.observables).toHaveLength(7);
  await expect(dashboard.button('Update SecOps incident')).toBeDisabled();
  await dashboard.goTo('History');
  await expect(page.getByRole('list', { name: 'Pushes' }).getByText(warned)).toBeVisible();
});
