import { readFileSync } from 'node:fs';
import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

const TITLE = 'Credential phishing: fake O365 sign-in, 3 users';

test('shows before a push what it changes, and pushes from there', async ({ page, request, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const simulator = new Simulator('servicenow', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('ServiceNow', 'ServiceNow');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('ServiceNow');

  const preview = page.getByRole('dialog', { name: 'Push preview' });
  const comments = preview.getByRole('list', { name: 'Comments that will be sent' }).getByRole('listitem');
  await test.step('a first push', async () => {
    await dashboard.button('Preview the push').click();
    await expect(preview).toContainText('Nothing is sent yet.');
    await expect(preview.getByText(TITLE).last()).toBeVisible();
    await expect(comments).toHaveCount(3);
    await expect(comments.first()).toContainText('Kofi Mensah');
    expect(await simulator.records()).toEqual([]);
    await preview.getByRole('tab', { name: /^Requests/ }).click();
    await preview.getByRole('button', { name: '2. Create the incident' }).click();
    const sent = preview.getByRole('region', { name: 'Request 2' });
    await expect(sent).toContainText('POST');
    await expect(sent).not.toContainText(/authorization/i);
    await preview.getByRole('button', { name: 'Copy request 2' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^POST http:.*\/api\/now\/table\/incident/);
    expect(copied).not.toMatch(/authorization|servicenow-demo-password/i);
    await preview.getByRole('button', { name: 'Push as ServiceNow incident' }).click();
    await expect(dashboard.complete()).toBeVisible();
    expect(await simulator.records()).toHaveLength(1);
  });

  await test.step('a later one, as a diff', async () => {
    await dashboard.editTitle('Credential phishing: fake O365 sign-in, 5 users');
    await dashboard.button('Preview the push').click();
    await expect(preview.locator('del')).toHaveText(['3']);
    await expect(preview.locator('ins')).toHaveText(['5']);
    await expect(comments).toHaveCount(0);
    await preview.getByRole('button', { name: 'Cancel' }).click();
    await expect(dashboard.button('Preview the push')).toBeFocused();
  });
});

test.describe('the history', () => {
  test.use({ allowed: /status of (400|401)/ });

  test('keeps each push with its receipts and requests, exports them without a secret, and is deleted', async ({
    page,
    request,
  }) => {
    const simulator = new Simulator('jiraCloud', request);
    await simulator.reset();
    const dashboard = new Dashboard(page);
    await dashboard.open();
    await dashboard.useSimulator('Jira', 'Jira');
    await dashboard.choose('Credential phishing');
    await dashboard.chooseConnector('Jira');
    await simulator.fault([
      { kind: 'status', status: 400, match: { method: 'POST', pathContains: '/comment', nth: 2 } },
    ]);
    await dashboard.button('Push as Jira incident').click();
    await expect(page.getByRole('alert')).toContainText('The push stopped');
    await simulator.clearFaults();
    const key = await dashboard.push('Update Jira incident');

    await dashboard.goTo('History');
    const pushes = page.getByRole('list', { name: 'Pushes' }).locator(':scope > li');
    await expect(pushes).toHaveCount(2);
    await expect(pushes.nth(0)).toContainText('Complete');
    await expect(pushes.nth(1)).toContainText('Stopped');
    await expect(pushes.nth(0).getByRole('link', { name: new RegExp(`^${key}`) })).toBeVisible();
    await page.getByLabel('Result').selectOption('Stopped');
    await expect(pushes).toHaveCount(1);
    await pushes.getByRole('button', { name: /^Receipts and requests of/ }).click();
    // The incident and the first comment had arrived by then.
    const receipts = pushes.getByRole('list', { name: 'Receipts' });
    await expect(receipts).toContainText('The incident was created');
    await expect(receipts.getByText('A comment was added')).toHaveCount(1);
    await expect(pushes.getByRole('list', { name: 'Requests' })).toContainText('Create the incident');

    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export the requests (HAR)', exact: true }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('case-connectors.har');
    const text = readFileSync(await saved.path(), 'utf8');
    const { log } = JSON.parse(text) as { log: { version: string; entries: HarEntry[] } };
    expect(log.version).toBe('1.2');
    const writes = log.entries.filter(
      ({ request }) => request.method === 'POST' && /issue$|comment$/.test(request.url),
    );
    expect(writes.map(({ response }) => response.status)).toEqual([201, 201, 400, 201, 201]);
    expect(writes[0]?.request.postData?.text).toContain('Credential phishing');
    for (const { request, response } of log.entries) {
      const names = [...request.headers, ...response.headers].map(({ name }) => name.toLowerCase());
      expect(names).not.toContain('authorization');
      expect(names).not.toContain('set-cookie');
    }
    const secret = 'jira-demo-token';
    for (const hidden of [secret, Buffer.from(`case.bot@example.com:${secret}`).toString('base64')]) {
      expect(text).not.toContain(hidden);
    }

    // What is known of a case goes with it.
    await dashboard.goTo('Cases');
    await dashboard.choose('DNS tunnelling');
    await dashboard.chooseConnector('Jira');
    await dashboard.push('Push as Jira incident');
    await dashboard.button('Delete case').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await dashboard.goTo('History');
    await expect(pushes).toHaveCount(2);

    await dashboard.button('Delete the history').click();
    await page
      .getByRole('alertdialog', { name: 'Delete the history?' })
      .getByRole('button', { name: 'Delete it' })
      .click();
    await expect(page.getByRole('heading', { name: 'Nothing was pushed yet' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Nothing was pushed yet' })).toBeVisible();
  });
});

interface HarEntry {
  request: { method: string; url: string; headers: { name: string }[]; postData?: { text: string } };
  response: { status: number; headers: { name: string }[] };
}
