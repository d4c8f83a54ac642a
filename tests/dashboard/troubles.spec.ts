import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

test.describe('with answers that the browser notes as errors', () => {
  // What the simulators are told to do wrong: the browser writes these lines, not the page.
  test.use({
    allowed: /status of (401|403|429)|blocked by CORS policy|net::ERR_(EMPTY_RESPONSE|CONNECTION_\w+|FAILED)/,
  });

  test('says what to do about a wrong password, and writes none into the page', async ({ page, request }) => {
    const simulator = new Simulator('servicenow', request);
    await simulator.reset();
    const dashboard = new Dashboard(page);
    await dashboard.open();
    await dashboard.newConnector('ServiceNow');
    await dashboard.button('Use the simulator').click();
    const password = page.getByLabel('Password', { exact: true });
    await expect(password).toHaveValue('servicenow-demo-password');
    expect(await page.content()).not.toContain('servicenow-demo-password');
    await page.getByLabel('Connector name').fill('ServiceNow');
    await password.fill('wrong-password');
    await dashboard.saveAs('ServiceNow');
    await dashboard.choose('Credential phishing');
    await dashboard.chooseConnector('ServiceNow');
    await dashboard.button('Push as ServiceNow incident').click();
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('The user name or the password was not accepted.');
    await expect(alert).toContainText('enter the password again');
    await expect(alert).toContainText('User Not Authenticated');
    await expect(alert).toContainText('AUTH_FAILED');
    expect(await simulator.records()).toEqual([]);

    await dashboard.updateConnector('ServiceNow');
    await expect(password).toHaveValue('');
    await password.fill('servicenow-demo-password');
    await dashboard.saveAs('ServiceNow');
    expect(await page.content()).not.toMatch(/servicenow-demo-password|wrong-password/);
    await dashboard.choose('Credential phishing');
    await dashboard.push('Push as ServiceNow incident');
    expect(await simulator.records()).toHaveLength(1);
  });

  test('waits as long as the system asks, and finds a comment whose answer was lost', async ({ page, request }) => {
    const simulator = new Simulator('jiraCloud', request);
    await simulator.reset();
    await simulator.fault([{ kind: 'rateLimit', retryAfter: 3, match: { method: 'POST', pathContains: '/comment' } }]);
    const dashboard = new Dashboard(page);
    await dashboard.open();
    await dashboard.useSimulator('Jira', 'Jira');

    await test.step('waits, and says so', async () => {
      await dashboard.choose('Credential phishing');
      await dashboard.chooseConnector('Jira');
      await dashboard.button('Push as Jira incident').click();
      await expect(page.getByText('Waiting because the system limits', { exact: false }).first()).toBeVisible();
      await expect(page.getByText(/^It goes on in \d seconds?\.$/)).toBeVisible();
      await expect(dashboard.complete()).toContainText('3 comments sent.');
      expect((await simulator.records())[0]?.comments).toHaveLength(3);
    });

    await test.step('finds a comment whose answer was lost, and sends none twice', async () => {
      await simulator.clearFaults();
      await simulator.fault([{ kind: 'cutAfter', match: { method: 'POST', pathContains: '/comment', nth: 2 } }]);
      for (const text of ['One.', 'Two.', 'Three.']) await dashboard.addComment(text);
      await dashboard.button('Update Jira incident').click();
      await expect(page.getByText('Jira incident is up to date', { exact: true })).toBeVisible();
      const records = await simulator.records();
      expect(records).toHaveLength(1);
      expect(records[0]?.comments).toHaveLength(6);
    });
  });

  test('lets a person settle an incident that was made, and one that was not', async ({ page, request }) => {
    const simulator = new Simulator('servicenow', request);
    const dashboard = new Dashboard(page);
    await dashboard.open();
    await dashboard.useSimulator('ServiceNow', 'ServiceNow');
    // Both are three entries there: of the second, one is the number of its alerts.
    for (const { kind, sample, sent } of [
      { kind: 'cutAfter', sample: 'Credential phishing', sent: 3 },
      { kind: 'cutBefore', sample: 'DNS tunnelling', sent: 2 },
    ]) {
      await simulator.reset();
      await simulator.fault([
        { kind, match: { method: 'POST', pathContains: '/table/incident' } },
        { kind: 'status', status: 403, match: { method: 'GET', pathContains: 'correlation_id', nth: 2 } },
      ]);
      await dashboard.choose(sample);
      await dashboard.chooseConnector('ServiceNow');
      await dashboard.button('Push as ServiceNow incident').click();
      const alert = page.getByRole('alert');
      await expect(alert).toContainText('Somebody has to look');
      await simulator.clearFaults();
      const [record] = await simulator.records();
      expect(record !== undefined, 'it was made').toBe(kind === 'cutAfter');
      if (record) {
        await dashboard.button('It is there: link it').click();
        await dashboard.button('Link it').click();
        await expect(page.getByText('The number or key is required.')).toBeVisible();
        await page.getByLabel('Number or key of the incident').fill(String(record.key));
        await dashboard.button('Link it').click();
      } else {
        await dashboard.button('It is not there: send it again').click();
      }
      await expect(dashboard.complete()).toContainText(`${sent} comments sent.`);
      const records = await simulator.records();
      expect(records).toHaveLength(1);
      expect(records[0]?.comments.filter(({ element }) => element === 'comments')).toHaveLength(3);
    }
  });
});

test('stops on request, and goes on where it stopped', async ({ page, request }) => {
  // The push looks for as long as the stopped request may still be at work.
  test.slow();
  const simulator = new Simulator('resilient', request);
  await simulator.reset();
  await simulator.fault([{ kind: 'delay', ms: 120_000, match: { method: 'POST', pathContains: '/comments', nth: 2 } }]);
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('IBM Resilient', 'SOAR');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('SOAR');
  await dashboard.button('Push as SOAR incident').click();
  const progress = page.getByRole('progressbar', { name: 'Push' });
  await expect(progress).toHaveAttribute('max', '4');
  await expect(progress).toHaveAttribute('value', '2');
  // What is being sent must not change under way.
  await expect(dashboard.button('Edit the title')).toBeDisabled();
  await dashboard.button(/^Stop$/).click();
  await expect(page.getByRole('alert')).toContainText('The push was stopped on request.');
  await simulator.clearFaults();
  await dashboard.button('Let the push look').click();
  await expect(dashboard.complete()).toBeVisible({ timeout: 100_000 });
  const records = await simulator.records();
  expect(records).toHaveLength(1);
  expect(records[0]?.comments).toHaveLength(3);
});

test('keeps a connector over a reload, but not its secret', async ({ page, request }) => {
  const simulator = new Simulator('servicenow', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('ServiceNow', 'ServiceNow');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('ServiceNow');
  await dashboard.push('Push as ServiceNow incident');

  await dashboard.page.goto('/');
  await dashboard.choose('Credential phishing');
  await expect(page.getByText('ServiceNow incident is up to date')).toBeVisible();
  await dashboard.addComment('After the reload.');
  await expect(dashboard.button('Update ServiceNow incident')).toBeDisabled();
  const form = page.getByRole('form', { name: 'Secret of ServiceNow' });
  await form.getByRole('button', { name: 'Use this secret' }).click();
  await expect(form.getByText('Password is required.')).toBeVisible();
  await form.getByLabel('Password', { exact: true }).fill('servicenow-demo-password');
  await form.getByRole('button', { name: 'Use this secret' }).click();
  await dashboard.push('Update ServiceNow incident');
  expect(await simulator.records()).toHaveLength(1);
});

test('edits and deletes a connector, and keeps the settings', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await expect(page.getByRole('list', { name: 'Connectors' }).getByText('Default', { exact: true })).toBeVisible();
  await page.getByLabel(/^Automatically close Security cases/).check();
  await expect(page.getByLabel(/^Automatically close Security cases/)).toBeChecked();

  await dashboard.updateConnector('Jira');
  await page.getByLabel('Connector name').fill('Jira SOC');
  await dashboard.saveAs('Jira SOC');
  await expect(page.getByText('Enter the secret again')).toBeHidden();

  await dashboard.updateConnector('Jira SOC');
  await page.getByLabel('URL', { exact: true }).fill('https://elsewhere.example');
  await expect(page.getByText(/^Enter the API token or Password again/)).toBeVisible();
  await dashboard.button('Cancel').click();
  const leave = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  await leave.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByLabel('URL', { exact: true })).toHaveValue('https://elsewhere.example');
  await dashboard.button('Cancel').click();
  await leave.getByRole('button', { name: 'Leave' }).click();

  await page.reload();
  await expect(page.getByLabel(/^Automatically close Security cases/)).toBeChecked();
  await dashboard.button('Delete Jira SOC').click();
  const dialog = page.getByRole('alertdialog', { name: 'Delete Jira SOC?' });
  await expect(dialog).toContainText('It is the default connector');
  await expect(dialog).toContainText('No case names it.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Jira SOC' })).toBeVisible();
  await dashboard.button('Delete Jira SOC').click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No connectors yet.')).toBeVisible();
  await expect(dashboard.system()).toContainText('No connector selected');
});

test('closes the case when the closure option says so', async ({ page, request }) => {
  await new Simulator('jiraCloud', request).reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await page.getByLabel(/^Automatically close Security cases/).check();
  await expect(page.getByLabel(/^Automatically close Security cases/)).toBeChecked();
  await expect(page.getByText('Settings are saved').first()).toBeVisible();
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Jira');
  await dashboard.push('Push as Jira incident');
  await expect(dashboard.complete()).toContainText('The case is closed.');
  await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('closed');
});
