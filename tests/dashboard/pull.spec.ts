import { Dashboard } from './lib/dashboard';
import { judge } from './lib/look';
import { JiraUser, Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

// An incident that is gone is a 404, which the browser notes.
test.use({ allowed: /status of 404/ });

const SAID = 'We blocked *203.0.113.7* at the proxy.';

test('what the other team did is shown, chosen, taken over, and not sent back', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  const user = new JiraUser(simulator, request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira SOC');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Jira SOC');
  const look = dashboard.button('Look for changes there');
  await expect(look).toHaveCount(0);
  const key = await dashboard.push('Push as Jira SOC incident');
  await look.click();
  await expect(page.getByRole('heading', { name: 'Nothing new from Jira' })).toBeFocused();

  await user.comment(key, SAID);
  await user.rename(key, 'Phishing, with a proxy block');
  await user.close(key);
  await look.click();
  await expect(page.getByRole('heading', { name: '4 new from Jira' })).toBeFocused();
  const news = page.getByRole('list', { name: 'New from Jira' });
  await expect(news.getByRole('listitem').filter({ hasText: 'commented' })).toContainText('203.0.113.7');
  await expect(news.getByRole('listitem').filter({ hasText: 'Another title' })).toContainText('Phishing, with a proxy');
  await judge(page, '50-pulled');

  // The title stays ours; the rest is taken over in one go.
  const title = news.getByRole('listitem').filter({ hasText: 'Another title' });
  await title.getByRole('button', { name: 'Keep ours' }).click();
  await dashboard.button('Apply 1 choice').click();
  await expect(page.getByRole('heading', { name: '3 new from Jira' })).toBeFocused();
  await dashboard.button('Take all over').click();
  await expect(page.getByRole('heading', { name: 'Nothing new from Jira' })).toBeFocused();
  await expect(page.getByText('2 changes taken over.')).toBeVisible();

  await expect(dashboard.heading(/^Credential phishing/)).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('closed');
  await expect(page.getByText(/\(from Jira, by .*, remote comment \d+\)/)).toBeVisible();
  await expect(page.getByText('took over 2 changes from Jira')).toBeVisible();
  await expect(page.getByText('Jira SOC incident is up to date', { exact: true })).toBeVisible();
  // Nothing of it went back, and a look finds nothing more.
  expect((await simulator.records())[0]?.fields.summary).toBe('Phishing, with a proxy block');
  await page.reload();
  await expect(look).toBeVisible();
});

test('says why nothing could be read', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira SOC');
  await dashboard.choose('DNS tunnelling');
  await dashboard.chooseConnector('Jira SOC');
  const key = await dashboard.push('Push as Jira SOC incident');
  await new JiraUser(simulator, request).remove(key);
  await simulator.fault([{ kind: 'html', match: { method: 'GET', pathContains: 'fields=' } }]);
  await dashboard.button('Look for changes there').click();
  await expect(page.getByRole('alert')).toContainText('Nothing could be taken from there');
  await dashboard.button('Look for changes there').click();
  await expect(page.getByText(`${key} was deleted, or is hidden from this account`, { exact: true })).toBeVisible();
});
