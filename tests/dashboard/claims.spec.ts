import type { APIRequestContext, Page } from '@playwright/test';
import { Dashboard } from './lib/dashboard';
import { look } from './lib/look';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

/** A browser of its own, that knows nothing of what others have pushed. */
async function inNewBrowser(page: Page): Promise<Dashboard> {
  const context = await page
    .context()
    .browser()!
    .newContext({ viewport: { width: 1440, height: 900 } });
  const dashboard = new Dashboard(await context.newPage());
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  return dashboard;
}

async function choose(dashboard: Dashboard, sample: string): Promise<void> {
  await dashboard.choose(sample);
  await dashboard.chooseConnector('Jira');
}

/** Cases whose incidents were created by another account, in another browser, and a browser of ours. */
async function pushedByAnother(page: Page, request: APIRequestContext, samples: string[]) {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  await simulator.set({ person: 1 });
  const theirs = await inNewBrowser(page);
  const keys: string[] = [];
  for (const sample of samples) {
    await choose(theirs, sample);
    keys.push(await theirs.push('Push as Jira incident'));
  }
  await theirs.page.context().close();
  await simulator.set({ person: 0 });
  return { simulator, keys, ours: await inNewBrowser(page) };
}

/** Pushes the case here too. Answers the question that this leads to. */
async function asked(ours: Dashboard, sample: string) {
  await choose(ours, sample);
  await ours.button('Push as Jira incident').click();
  const question = ours.page.getByRole('alert').filter({ hasText: 'Is this the incident of the case?' });
  await expect(question).toContainText('INCIDENT_FOREIGN');
  await expect(question.getByRole('list', { name: 'What says so' })).toContainText('The incident was created by');
  return question;
}

test('asks whose incident it is, and remembers a colleague', async ({ page, request }) => {
  const { simulator, keys, ours } = await pushedByAnother(page, request, ['Credential phishing']);
  const [key] = keys;
  const question = await asked(ours, 'Credential phishing');
  await expect(question.getByRole('link', { name: `Open ${key}` })).toBeVisible();
  await look(ours.page, '60-whose-incident');
  await question.getByRole('button', { name: /is a colleague: remember it, and go on$/ }).click();
  await expect(ours.complete()).toContainText(key!);
  await ours.editTitle('Contained');
  // Nobody is asked again.
  await ours.push('Update Jira incident');
  expect((await simulator.records()).map(({ fields }) => fields.summary)).toEqual(['Contained']);
  await ours.updateConnector('Jira');
  await ours.button('Advanced settings').click();
  await expect(ours.page.getByLabel('Accounts of colleagues')).not.toHaveValue('');
  await ours.page.context().close();
});

test('takes the incident of another account over once, or creates another beside it', async ({ page, request }) => {
  const samples = ['Credential phishing', 'DNS tunnelling'] as const;
  const { simulator, keys, ours } = await pushedByAnother(page, request, [...samples]);

  await test.step('takes it over, when a person says so', async () => {
    const question = await asked(ours, samples[0]);
    await question.getByRole('button', { name: 'Yes: take it over' }).click();
    await expect(ours.complete()).toContainText(keys[0]!);
    const records = await simulator.records();
    expect(records).toHaveLength(2);
    expect(records.find(({ key }) => key === keys[0])?.comments).toHaveLength(3);
  });

  await test.step('creates another incident, after asking', async () => {
    const question = await asked(ours, samples[1]);
    await question.getByRole('button', { name: 'No: create another incident' }).click();
    const dialog = ours.page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: 'Create it' }).click();
    await expect(ours.complete()).toBeVisible();
    expect(await simulator.records()).toHaveLength(3);
  });
  await ours.page.context().close();
});
