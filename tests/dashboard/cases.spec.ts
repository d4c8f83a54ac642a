import { Dashboard } from './lib/dashboard';
import { fixture } from './lib/files';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

test('imports a pasted case, and says where one is wrong', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.button('Import cases').click();
  const flyout = page.getByRole('dialog', { name: 'Import cases' });
  const json = flyout.getByLabel('Case JSON');
  const take = async (text: string) => {
    await json.fill(text);
    await flyout.getByRole('button', { name: 'Import', exact: true }).click();
  };

  const broken = JSON.parse(fixture('phishing')) as { comments: { created_at: unknown }[] };
  broken.comments[1]!.created_at = 'yesterday';
  await take(JSON.stringify(broken));
  await expect(flyout.getByRole('alert')).toContainText('comments[1].created_at');
  await take('{"id": "x", ');
  await expect(flyout.getByRole('alert')).toContainText('CASE_INVALID');

  // The sample is the same case: it stays, unless somebody says otherwise.
  await take(fixture('phishing.v9.case'));
  const results = flyout.getByRole('list', { name: 'Imported cases' });
  await expect(results).toContainText('is here already, and was left as it is.');
  await flyout.getByLabel(/^Replace cases/).check();
  await take(fixture('phishing.v9.case'));
  await expect(results).toContainText('imported without its comments');

  await flyout.getByRole('button', { name: 'Comments from Kibana 9 or later' }).click();
  await flyout.getByLabel('Pages of comments').fill(fixture('phishing.v9.comments'));
  await flyout.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dashboard.heading(/^Credential phishing/)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Activity' }).getByText('Mail gateway log')).toBeVisible();
});

test('shows a case with its tags, severity, alerts and authors', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.choose('DNS tunnelling');
  await expect(dashboard.heading(/^Possible DNS tunnelling/)).toBeVisible();
  await expect(page.getByText('In progress').first()).toBeVisible();
  await expect(page.getByText('Medium').first()).toBeVisible();
  await expect(page.getByText('exfiltration').first()).toBeVisible();
  await expect(page.getByText('4 alerts attached')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Activity (2 comments)' })).toBeVisible();
  await dashboard.choose('Ransomware, in many scripts');
  await expect(dashboard.heading(/勒索软件/)).toBeVisible();
});

test('pushes a case in the shape of Kibana 9, and its edited comment', async ({ page, request }) => {
  const simulator = new Simulator('resilient', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('IBM Resilient', 'SOAR');
  await dashboard.importCases([fixture('phishing.v9.case'), fixture('phishing.v9.comments')]);
  await dashboard.chooseConnector('SOAR');
  await dashboard.push('Push as SOAR incident');
  await expect(dashboard.complete()).toContainText('3 comments sent.');
  await dashboard.editComment(/^Edit the comment of Ana Ruiz/, 'The log is in the share.');
  await dashboard.addComment('A last word.');
  await dashboard.push('Update SOAR incident');
  const records = await simulator.records();
  expect(records).toHaveLength(1);
  expect(records[0]?.comments).toHaveLength(5);
  await expect(page.getByText('No update is required')).toBeVisible();
});

test('sends 120 comments, and shows how far it is', async ({ page, request }) => {
  test.slow();
  const simulator = new Simulator('resilient', request);
  await simulator.reset();
  // The fortieth comment is late, so that the progress can be seen to stand there.
  await simulator.fault([{ kind: 'delay', ms: 5000, match: { method: 'POST', pathContains: '/comments', nth: 40 } }]);
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('IBM Resilient', 'SOAR');
  await dashboard.choose('Long intrusion');
  await dashboard.chooseConnector('SOAR');
  await page.getByRole('tab', { name: /Push plan/ }).click();
  const steps = page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  await expect(steps).toHaveCount(10);
  await dashboard.button(/^Show all \d+ steps$/).click();
  expect(await steps.count()).toBeGreaterThan(120);

  await dashboard.button('Push as SOAR incident').click();
  const progress = page.getByRole('progressbar', { name: 'Push' });
  await expect(progress).toHaveAttribute('max', '121');
  await dashboard.standsAt(40);
  await expect(dashboard.complete()).toContainText('120 comments sent.', { timeout: 240_000 });
  const records = await simulator.records();
  expect(records).toHaveLength(1);
  expect(records[0]?.comments).toHaveLength(120);
});
