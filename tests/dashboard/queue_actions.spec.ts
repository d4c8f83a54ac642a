import type { APIRequestContext, Page } from '@playwright/test';
import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

/** A queue of three cases, of which the request of the second is answered late. */
async function threeQueued(page: Page, request: APIRequestContext, faults: object[]) {
  const simulator = new Simulator('servicenow', request);
  await simulator.reset();
  await simulator.fault(faults);
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
  await expect(dashboard.heading('Push queue')).toBeVisible();
  return { simulator, dashboard };
}

const SLOW_SECOND = { kind: 'slowAnswer', ms: 120_000, match: { method: 'POST', nth: 2 } };

test('stops the one that it stands beside, and tries it again by itself', async ({ page, request }) => {
  const { simulator } = await threeQueued(page, request, [SLOW_SECOND]);
  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'Complete' })).toHaveCount(2);
  await page.getByRole('button', { name: /^Stop the push of / }).click();
  const stopped = rows.filter({ hasText: 'ABORTED' });
  await expect(stopped).toHaveCount(1);
  await expect(page.getByText('The queue is stopped')).toBeHidden();
  await stopped.getByRole('button', { name: /^Try .* again$/ }).click();
  await expect(page.getByText('Done. Every case is complete').first()).toBeVisible();
  const records = await simulator.records();
  expect(new Set(records.map(({ fields }) => fields.short_description)).size).toBe(3);
  expect(records).toHaveLength(3);
});

test('a stopped queue says so, and what is still to do is discarded, one by one or all', async ({ page, request }) => {
  const slow = [1, 2, 3].map((nth) => ({ kind: 'slowAnswer', ms: 120_000, match: { method: 'POST', nth } }));
  const { simulator, dashboard } = await threeQueued(page, request, slow);
  await expect.poll(async () => (await simulator.records()).length).toBe(3);
  await dashboard.button('Stop the queue').click();
  await expect(page.getByText('The queue is stopped')).toBeVisible();
  const stopped = page.getByRole('row').filter({ hasText: 'Stopped' });
  await expect(stopped).toHaveCount(3);
  await expect(stopped.first()).toContainText('ServiceNow');

  await stopped
    .first()
    .getByRole('button', { name: /^Discard / })
    .click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(stopped).toHaveCount(3);
  await stopped
    .first()
    .getByRole('button', { name: /^Discard / })
    .click();
  await dialog.getByRole('button', { name: 'Discard it' }).click();
  await expect(stopped).toHaveCount(2);

  await dashboard.button('Discard what is to do').click();
  await expect(page.getByRole('alertdialog', { name: 'Take 2 cases off the queue?' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'The queue is empty' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'The queue is empty' })).toBeVisible();
  // Cases that were taken off before their end are no pushes that anybody must finish.
  await expect(page.getByRole('button', { name: /^Finish/ })).toHaveCount(0);
});

test('what is edited while its push waits in the queue stays edited, and it goes where the queue says', async ({
  page,
  request,
}) => {
  const { simulator, dashboard } = await threeQueued(page, request, [SLOW_SECOND]);
  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'Complete' })).toHaveCount(2);
  await dashboard.button('Stop the queue').click();
  await expect(rows.filter({ hasText: 'Stopped' })).toHaveCount(1);
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.goTo('Queue');
  await rows.filter({ hasText: 'Stopped' }).getByRole('link').first().click();
  await dashboard.editTitle('Edited while it waited');
  await dashboard.chooseConnector('Jira');
  await expect(page.getByRole('list', { name: 'Activity' })).toContainText('Jira');
  await dashboard.goTo('Queue');
  await expect(rows.filter({ hasText: 'Stopped' }).getByRole('cell', { name: 'ServiceNow' })).toBeVisible();
  await dashboard.button('Go on').click();
  await expect(page.getByText('Done. Every case is complete').first()).toBeVisible();
  // What was put in was pushed, and the case is as the person left it.
  const titles = (await simulator.records()).map(({ fields }) => fields.short_description);
  expect(titles).toHaveLength(3);
  expect(titles).not.toContain('Edited while it waited');
  await dashboard.goTo('Cases');
  await expect(page.getByRole('link', { name: 'Edited while it waited' })).toBeVisible();
});

test('what an earlier version of this page had queued is pushed, and what is lost is said', async ({
  page,
  request,
}) => {
  const simulator = new Simulator('servicenow', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.keepSecrets(/^Sealed on this device/);
  await dashboard.useSimulator('ServiceNow', 'ServiceNow');
  await dashboard.goTo('Cases');
  const link = page.getByRole('table').getByRole('link', { name: /^Credential/ });
  const key = decodeURIComponent(
    new URL((await link.getAttribute('href')) ?? '', page.url()).pathname.split('/').pop() ?? '',
  );
  // A page of this origin without the dashboard.
  await page.goto('/simulators.json');
  await page.evaluate(async (key) => {
    const done = (request: IDBRequest | IDBOpenDBRequest) =>
      new Promise<unknown>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const connectors = (await done(indexedDB.open('case-connectors'))) as IDBDatabase;
    const keys = (await done(connectors.transaction('connectors').objectStore('connectors').getAllKeys())) as string[];
    connectors.close();
    const name = 'case-connectors-dashboard/pushes';
    await done(indexedDB.deleteDatabase(name));
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      for (const store of ['queue', 'marks', 'history', 'exchanges']) {
        opening.result.createObjectStore(store, { autoIncrement: true });
      }
    };
    const database = (await done(opening)) as IDBDatabase;
    const queue = database.transaction('queue', 'readwrite').objectStore('queue');
    const connectorId = keys[0]?.replace('\0', '');
    queue.put({ key, caseId: 'x', title: 'Credential phishing', connectorId, order: 0, result: null }, key);
    await done(
      queue.put({ key: 'gone', caseId: 'y', title: 'A lost case', connectorId, order: 1, result: null }, 'gone'),
    );
    database.close();
  }, key);
  await page.goto('/queue');
  await expect(page.getByText('1 case could not be put into the queue')).toBeVisible();
  await expect(page.getByText('A lost case')).toBeVisible();
  await expect(page.getByText('Done. Every case is complete').first()).toBeVisible();
  expect(await simulator.records()).toHaveLength(1);
});
