import { Dashboard } from './lib/dashboard';
import { fixture } from './lib/files';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

test('takes a pasted case, and says where one is wrong', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  const open = async (json: string) => {
    await page.getByLabel('Case JSON').fill(json);
    await dashboard.button('Open this case').click();
  };

  const broken = JSON.parse(fixture('phishing')) as { comments: { created_at: unknown }[] };
  broken.comments[1]!.created_at = 'yesterday';
  await open(JSON.stringify(broken));
  await expect(page.getByRole('alert')).toContainText('comments[1].created_at');

  await open('{"id": "x", ');
  await expect(page.getByRole('alert')).toContainText('CASE_INVALID');

  await open(fixture('phishing.v9.case'));
  await expect(page.getByRole('alert')).toContainText('COMMENTS_MISSING');

  await dashboard.button('Comments from Kibana 9 or later').click();
  await page.getByLabel('Pages of comments').fill(fixture('phishing.v9.comments'));
  await dashboard.button('Open this case').click();
  await expect(dashboard.heading(/^Credential phishing/)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Comments' }).getByText('Mail gateway log')).toBeVisible();
});

test('shows a case with its tags, severity, alerts and authors', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.choose('DNS tunnelling');
  await expect(dashboard.heading(/^Possible DNS tunnelling/)).toBeVisible();
  await expect(page.getByText('In progress')).toBeVisible();
  await expect(page.getByText('Medium')).toBeVisible();
  await expect(page.getByText('exfiltration')).toBeVisible();
  await expect(page.getByText('4 alerts attached')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Comments (2)' })).toBeVisible();
  await dashboard.choose('Ransomware, in many scripts');
  await expect(dashboard.heading(/勒索软件/)).toBeVisible();
});

test('pushes a case in the shape of Kibana 9, and its edited comment', async ({ page, request }) => {
  const simulator = new Simulator('resilient', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('IBM Resilient', 'SOAR');
  await dashboard.choose('Credential phishing, from Kibana 9');
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
  await expect(dashboard.complete()).toContainText('120 comments sent.', { timeout: 90_000 });
  const records = await simulator.records();
  expect(records).toHaveLength(1);
  expect(records[0]?.comments).toHaveLength(120);
});
