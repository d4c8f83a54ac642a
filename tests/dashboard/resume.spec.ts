import type { Page } from '@playwright/test';
import { Dashboard } from './lib/dashboard';
import { fixture } from './lib/files';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

const SECRET = 'jira-demo-token';
const IDS = (JSON.parse(fixture('long_intrusion')) as { comments: { id: string }[] }).comments.map(({ id }) => id);

/** The request is carried out, but the page is gone before it learns so. */
const HELD = { kind: 'slowAnswer', ms: 120_000, match: { method: 'POST', pathContains: '/comment', nth: 40 } };

/** Pushes the long case, and reloads the page in the middle of it. */
async function reloadInTheMiddle(dashboard: Dashboard, simulator: Simulator): Promise<void> {
  await dashboard.choose('Long intrusion');
  await dashboard.chooseConnector('Jira');
  await simulator.fault([HELD]);
  await dashboard.button('Push as Jira incident').click();
  await dashboard.standsAt(40);
  expect(await simulator.records()).toHaveLength(1);
  await dashboard.page.reload();
}

/** One incident, and every comment in it once, by the reference that ends each. */
async function expectEverythingOnce(simulator: Simulator): Promise<void> {
  const records = await simulator.records();
  expect(records).toHaveLength(1);
  const texts = records[0]!.comments.map((comment) => JSON.stringify(comment));
  expect(texts).toHaveLength(IDS.length);
  for (const id of IDS)
    expect(
      texts.filter((text) => text.includes(`case comment ${id})`)),
      `comment ${id}`,
    ).toHaveLength(1);
}

function unfinished(page: Page) {
  return page.getByRole('region', { name: 'Unfinished pushes' });
}

test('finishes with one click what a reload has interrupted', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.keepSecrets(/^Sealed on this device/);
  await reloadInTheMiddle(dashboard, simulator);

  // The case is still open, and its page does not claim that it was never pushed.
  await expect(page.getByText('The push to Jira was interrupted; its tab was closed or reloaded.')).toBeVisible();
  await expect(page.getByText('Not pushed yet')).toBeHidden();
  await expect(unfinished(page)).toBeHidden();
  await dashboard.button(/^Finish the push of/).click();

  await expect(dashboard.complete()).toBeVisible();
  await expectEverythingOnce(simulator);
  await expect(page.getByText('Jira incident is up to date', { exact: true })).toBeVisible();
  await expect(dashboard.button(/^Finish/)).toBeHidden();

  // What was written back survives another reload.
  await page.reload();
  await expect(page.getByText('Jira incident is up to date', { exact: true })).toBeVisible();
  await dashboard.button(/^Show all \d+ entries$/).click();
  await expect(page.getByText('Pushed', { exact: true })).not.toHaveCount(0);
  await expect(unfinished(page)).toBeHidden();
});

test('asks once for a secret that a reload has forgotten, then finishes by itself', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await reloadInTheMiddle(dashboard, simulator);

  // It is offered on every page.
  await dashboard.goTo('Cases');
  await expect(unfinished(page)).toContainText('A push was not finished');
  await dashboard.button(/^Finish the push of/).click();
  const dialog = page.getByRole('dialog', { name: 'Enter the secret of Jira' });
  await expect(dialog.getByLabel('API token or Password', { exact: true })).toBeFocused();
  await dialog.getByLabel('API token or Password', { exact: true }).fill(SECRET);
  await dialog.getByRole('button', { name: 'Use this secret' }).click();
  await expect(dialog).toBeHidden();
  await expect(unfinished(page).getByRole('progressbar', { name: 'Push' })).toBeVisible();
  await expect(page.getByText('The push is finished')).toBeVisible();
  await expect(unfinished(page)).toBeHidden();
  await expectEverythingOnce(simulator);
});

test('asks once for the passphrase, and finishes all', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  await simulator.fault([
    { kind: 'slowAnswer', ms: 120_000, match: { method: 'POST', pathContains: '/comment', nth: 2 }, times: 2 },
  ]);
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.keepSecrets(/^Sealed with a passphrase/, 'correct horse battery');
  for (const [sample, done] of [
    ['Credential phishing', 2],
    ['DNS tunnelling', 1],
  ] as const) {
    await dashboard.choose(sample);
    await dashboard.chooseConnector('Jira');
    await dashboard.button('Push as Jira incident').click();
    await dashboard.standsAt(done);
  }
  await dashboard.goTo('Cases');
  await page.reload();
  await expect(unfinished(page)).toContainText('2 pushes were not finished');
  await dashboard.button('Finish all').click();
  const dialog = page.getByRole('dialog', { name: 'Unlock the secrets' });
  await dialog.getByLabel('Passphrase', { exact: true }).fill('correct horse battery');
  await dialog.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(unfinished(page)).toBeHidden();
  const records = await simulator.records();
  expect(records.map(({ comments }) => comments.length).sort()).toEqual([3, 3]);
});

test('takes a dismissed push off the list, after asking', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  await simulator.fault([
    { kind: 'slowAnswer', ms: 120_000, match: { method: 'POST', pathContains: '/comment', nth: 2 } },
  ]);
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Jira');
  await dashboard.button('Push as Jira incident').click();
  await dashboard.standsAt(2);
  await page.reload();
  const dismiss = dashboard.button(/^Dismiss the push of/);
  await dismiss.click();
  const dialog = page.getByRole('alertdialog', { name: 'Dismiss this push?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dismiss).toBeVisible();
  await dismiss.click();
  await dialog.getByRole('button', { name: 'Dismiss it' }).click();
  await expect(dismiss).toBeHidden();
  // The journal still knows of it: the case is not offered as if nothing had happened.
  await expect(page.getByRole('alert')).toContainText('Somebody has to look');
});

test('shows the push of another tab, and stops it', async ({ page, context, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Jira');
  const other = new Dashboard(await context.newPage());
  await other.open();
  await other.choose('Credential phishing');
  await expect(other.page.getByRole('combobox', { name: 'Connector' })).toHaveValue(/jira/);

  await simulator.fault([{ kind: 'delay', ms: 120_000, match: { method: 'POST', pathContains: '/comment', nth: 2 } }]);
  await dashboard.button('Push as Jira incident').click();
  await expect(other.page.getByText('Another tab is pushing this case')).toBeVisible();
  await other.standsAt(2);
  await expect(other.button('Push as Jira incident')).toBeHidden();
  await other.button('Stop it').click();
  await expect(dashboard.page.getByRole('alert')).toContainText('Somebody has to look');
  await expect(other.page.getByText('The push in another tab stopped')).toBeVisible();
});

test('learns that another tab has pushed, and what it wrote', async ({ page, context, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Jira');
  const other = new Dashboard(await context.newPage());
  await other.open();
  await other.choose('Credential phishing');
  await expect(other.page.getByText('Not pushed yet', { exact: false })).toBeVisible();
  await dashboard.push('Push as Jira incident');
  await expect(other.page.getByText('Another tab has pushed this case')).toBeVisible();
  await expect(other.page.getByText('Jira incident is up to date', { exact: true })).toBeVisible();
  await expect(other.page.getByText('Pushed', { exact: true })).toHaveCount(3);
});

test('notices that another tab has died in the middle of a push', async ({ page, context, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Jira');
  const other = new Dashboard(await context.newPage());
  await other.open();
  await other.choose('Credential phishing');
  await expect(other.page.getByRole('combobox', { name: 'Connector' })).toHaveValue(/jira/);
  await simulator.fault([
    { kind: 'slowAnswer', ms: 120_000, match: { method: 'POST', pathContains: '/comment', nth: 2 } },
  ]);
  await dashboard.button('Push as Jira incident').click();
  await other.standsAt(2);
  await page.close();
  await expect(other.page.getByText('The push to Jira was interrupted; its tab was closed or reloaded.')).toBeVisible();
  await expect(other.page.getByText('Another tab is pushing this case')).toBeHidden();
});
