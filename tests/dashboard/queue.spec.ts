import { Dashboard } from './lib/dashboard';
import { manyCases } from './lib/files';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

const CASES = 75;

test('pushes 75 cases with live progress, goes on after a reload, and has a result for every case', async ({
  page,
  request,
}) => {
  const simulator = new Simulator('servicenow', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.keepSecrets(/^Sealed on this device/);
  await dashboard.useSimulator('ServiceNow', 'ServiceNow');
  await dashboard.makeDefault('ServiceNow');
  await dashboard.importCases([JSON.stringify(short(manyCases(CASES)))]);
  await expect(page.getByRole('status').filter({ hasText: `${CASES} cases imported` })).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: /Close/ }).click();
  await page.getByRole('searchbox', { name: 'Search cases' }).fill('Alert');
  await page
    .getByRole('checkbox', { name: /^Select Alert/ })
    .first()
    .check();
  const bar = page.getByRole('region', { name: 'Selected cases' });
  await bar.getByRole('button', { name: `Select all ${CASES}` }).click();
  await bar.getByRole('button', { name: 'Push selected' }).click();

  await expect(dashboard.heading('Push queue')).toBeVisible();
  const progress = page.getByRole('progressbar', { name: 'Pushed cases' });
  const value = async () => Number(await progress.getAttribute('value'));
  await test.step('live progress, over all and of each case under way', async () => {
    await expect(progress).toHaveAttribute('max', String(CASES));
    await expect(page.getByRole('progressbar', { name: /^Push of Alert/ }).first()).toBeVisible();
    await expect.poll(value).toBeGreaterThan(10);
  });

  await test.step('a reload in the middle', async () => {
    const before = await value();
    expect(before).toBeLessThan(CASES);
    await page.reload();
    await expect.poll(value).toBeGreaterThanOrEqual(before);
  });

  await test.step('every case has its result, and its incident once', async () => {
    await expect(page.getByText('Done. Every case is complete').first()).toBeVisible({ timeout: 240_000 });
    const filters = page.getByRole('group', { name: 'Cases to show' });
    await expect(filters.getByRole('button', { name: 'Not complete (0)' })).toBeVisible();
    await filters.getByRole('button', { name: `Complete (${CASES})` }).click();
    const links = page.getByRole('table', { name: /Cases of the queue/ }).getByRole('link', { name: /^INC\d+/ });
    await expect(links).toHaveCount(25);
    await page.getByRole('link', { name: 'Page 3 of 3' }).click();
    await expect(links).toHaveCount(25);
    const records = await simulator.records();
    expect(records).toHaveLength(CASES);
    expect(new Set(records.map(({ fields }) => fields.short_description)).size).toBe(CASES);
  });

  await test.step('the result stays until it is cleared', async () => {
    await page.reload();
    await expect(page.getByText('Done. Every case is complete').first()).toBeVisible();
    await dashboard.button('Clear the results').click();
    await expect(page.getByRole('heading', { name: 'The queue is empty' })).toBeVisible();
  });
});

/** With one comment each: what is tested is the number of cases. */
function short({ cases, total }: ReturnType<typeof manyCases>) {
  const withOne = (it: { comments?: object[] }) => ({ ...it, comments: it.comments?.slice(0, 1), totalComment: 1 });
  return { cases: cases.map(withOne), total };
}

test('is stopped and goes on in another tab, and sends nothing twice', async ({ page, context, request }) => {
  const simulator = new Simulator('servicenow', request);
  await simulator.reset();
  // Carried out at once, and answered late: what the stop reaches is unknown then.
  await simulator.fault([{ kind: 'slowAnswer', ms: 120_000, match: { method: 'POST', nth: 2 } }]);
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.keepSecrets(/^Sealed on this device/);
  await dashboard.useSimulator('ServiceNow', 'ServiceNow');
  await dashboard.makeDefault('ServiceNow');
  await dashboard.goTo('Cases');
  for (const name of [/^Select Credential/, /^Select Possible/, /^Select 勒索软件/]) {
    await page.getByRole('checkbox', { name }).check();
  }
  await page.getByRole('region', { name: 'Selected cases' }).getByRole('button', { name: 'Push selected' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Complete' })).toHaveCount(2);
  const other = new Dashboard(await context.newPage());
  await other.page.goto('/queue');
  await expect(other.page.getByText('1 case to do').first()).toBeVisible();
  await other.button('Stop the queue').click();
  await expect(page.getByRole('row').filter({ hasText: 'Stopped' })).toHaveCount(1);
  await other.button('Go on').click();
  for (const tab of [other.page, page]) {
    await expect(tab.getByText('Done. Every case is complete').first()).toBeVisible();
  }
  const records = await simulator.records();
  expect(records).toHaveLength(3);
  expect(new Set(records.map(({ fields }) => fields.short_description)).size).toBe(3);
});

test.describe('a queue that cannot go on', () => {
  test.use({ allowed: /status of (400|401)/ });

  test('asks for a secret after a reload, says what failed and why, and tries that again', async ({
    page,
    request,
  }) => {
    const simulator = new Simulator('servicenow', request);
    await simulator.reset();
    await simulator.fault([
      {
        kind: 'status',
        status: 400,
        body: { error: { message: 'Mandatory fields are missing', detail: null }, status: 'failure' },
        match: { method: 'POST', nth: 1 },
      },
      { kind: 'slowAnswer', ms: 120_000, match: { method: 'POST', nth: 3 } },
    ]);
    const dashboard = new Dashboard(page);
    await dashboard.open();
    await dashboard.useSimulator('ServiceNow', 'ServiceNow');
    await dashboard.makeDefault('ServiceNow');
    await dashboard.goTo('Cases');
    await page.getByRole('checkbox', { name: /^Select Credential/ }).check();
    await page.getByRole('checkbox', { name: /^Select Possible/ }).check();
    await page.getByRole('checkbox', { name: /^Select 勒索软件/ }).check();
    await page.getByRole('region', { name: 'Selected cases' }).getByRole('button', { name: 'Push selected' }).click();
    const rows = page.getByRole('row');
    const failed = rows.filter({ hasText: 'Failed' });
    await expect(failed).toHaveCount(1);
    await expect(failed).toContainText('Mandatory fields are missing');
    await expect(failed).toContainText('FIELDS_REQUIRED');
    await expect(rows.filter({ hasText: 'Complete' })).toHaveCount(1);

    await page.reload();
    await expect(page.getByText('The queue waits for a secret')).toBeVisible();
    // A case of the queue says so on its own page, too.
    await rows.filter({ hasText: 'Stopped' }).getByRole('link').first().click();
    await expect(page.getByText('This case waits in the queue')).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: 'Open the queue' }).first().click();
    await dashboard.button('Go on').click();
    const dialog = page.getByRole('dialog', { name: /^Enter the secret/ });
    await dialog.getByLabel('Password', { exact: true }).fill('servicenow-demo-password');
    await dialog.getByRole('button', { name: 'Use this secret' }).click();
    await expect(rows.filter({ hasText: 'Complete' })).toHaveCount(2);
    await dashboard.button('Try 1 case again').click();
    await expect(page.getByText('Done. Every case is complete').first()).toBeVisible();
    expect(await simulator.records()).toHaveLength(3);
  });
});
