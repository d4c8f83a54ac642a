import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { Dashboard } from './lib/dashboard';
import { fixture, manyCases } from './lib/files';
import { expect, test } from './lib/test';

/** The long tasks of a page, by the browser's own measure. */
async function longTasksOf(page: Page) {
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
  });
  return () => page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
}

/** The time that the tasks of the page's main thread had a processor, in milliseconds: other programs do not count. */
async function processorTimes(browser: Browser, page: Page, work: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: { name: string; pid: number; tid: number; tdur?: number; args: { name?: string } }[];
  };
  const mains = trace.traceEvents
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid} ${tid}`);
  const tasks = trace.traceEvents.filter(
    ({ name, pid, tid }) => name.endsWith('RunTask') && mains.includes(`${pid} ${tid}`),
  );
  expect(tasks.length, 'traced tasks').toBeGreaterThan(0);
  return tasks.map(({ tdur }) => (tdur ?? 0) / 1000);
}

/** A task of always the same work, by which the machine is judged: it sorts texts and writes JSON of them. */
function yardstick(): number {
  const texts = Array.from({ length: 20_000 }, (_, at) => `case ${(at * 7919) % 20_011}`);
  texts.sort((one, other) => (one < other ? -1 : 1));
  return JSON.stringify(texts.map((text) => ({ text, length: text.length }))).length;
}

/**
 * So many yardsticks a task may take. A quiet machine takes 10 to 15 ms for one, so that this is some 100 ms there; with two
 * programs for each processor it takes 13 to 25, and the same tasks as much longer.
 */
const MOST_YARDS = 8;

/** What is long by itself is long each time: so often it is tried. */
const ROUNDS = 5;

test('scrolls and filters 1,000 cases with no long task', async ({ page, browser }) => {
  test.slow();
  const longTasks = await longTasksOf(page);
  const dashboard = new Dashboard(page);
  await dashboard.open();
  // With a connector the engine works out, meanwhile, how each of them stands.
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.importCases([JSON.stringify(manyCases(1000))]);
  await expect(page.getByRole('status').filter({ hasText: '1000 cases imported' })).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: /Close/ }).click();
  await expect(page.getByText('1004 cases in this browser')).toBeVisible();
  const table = page.getByRole('table');
  await dashboard.statesAreKnown('Not pushed', 1004);

  const search = page.getByRole('searchbox', { name: 'Search cases' });
  const alerts = table.getByRole('link', { name: /^Alert/ });
  const CHOICES = [
    ['Severity', 'Critical'],
    ['Status', 'Closed'],
    ['Tags', 'team-3'],
  ] as const;
  const work = async () => {
    await search.pressSequentially('host PAY-0777', { delay: 60 });
    await expect(alerts).toHaveText(['Alert 777 on host PAY-0777']);
    await search.fill('');
    await expect(alerts).toHaveCount(25);
    for (let at = 0; at < 12; at += 1) await page.mouse.wheel(0, 300);
    await page.getByRole('link', { name: 'Next page' }).click();
    await expect(table.getByRole('link', { name: /^Alert 974 / })).toBeVisible();
    for (let at = 0; at < 12; at += 1) await page.mouse.wheel(0, -300);
    for (const [name, value] of CHOICES) await dashboard.filter(name, value);
    await expect(alerts).toHaveCount(17);
    for (const [name, value] of CHOICES) await dashboard.filter(name, value);
    await expect(alerts).toHaveCount(25);
  };
  const measureYard = async () => {
    await page.evaluate(yardstick);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
  };
  const longest = async (act: () => Promise<void>) => Math.max(...(await processorTimes(browser, page, act)));
  await longTasks();
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const task = await longest(work);
    // By the clock a busy machine makes any task long. One that is long by itself is long by both.
    const isLong = (await longTasks()).some((duration) => duration > 100);
    // In the same page and minute, since machines differ, and one machine does from hour to hour.
    const yards = [await longest(measureYard), await longest(measureYard), await longest(measureYard)];
    const yard = yards.toSorted((one, other) => one - other)[1] as number;
    await longTasks();
    rounds.push(isLong ? task / yard : 0);
    console.log(`longest task: ${Math.round(task)} ms of a processor, ${(task / yard).toFixed(1)} yardsticks`);
    if (Math.min(...rounds) <= MOST_YARDS) break;
  }
  expect(Math.min(...rounds), 'yardsticks that the longest task took').toBeLessThanOrEqual(MOST_YARDS);
});

test('finds, filters and selects, closes, exports and deletes', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  const links = page.getByRole('table').getByRole('link');
  await expect(links).toHaveCount(4);

  await test.step('search and filters narrow the list together', async () => {
    await page.getByRole('searchbox', { name: 'Search cases' }).fill('powershell');
    await expect(links).toHaveCount(1);
    await page.getByRole('searchbox', { name: 'Search cases' }).fill('');
    await dashboard.filter('Severity', 'High');
    await expect(links).toHaveCount(2);
    await dashboard.filter('Status', 'Open');
    await expect(links).toHaveText([/^Credential phishing/]);
    await dashboard.filter('Tags', 'pci');
    await expect(page.getByText('No case matches.', { exact: true })).toBeVisible();
    for (const [name, option] of [
      ['Tags', 'pci'],
      ['Status', 'Open'],
      ['Severity', 'High'],
    ] as const) {
      await dashboard.filter(name, option);
    }
    await expect(links).toHaveCount(4);
  });

  const bar = page.getByRole('region', { name: 'Selected cases' });
  await test.step('closes and exports what is selected', async () => {
    await page.getByRole('checkbox', { name: /^Select Credential/ }).check();
    await page.getByRole('checkbox', { name: /^Select Possible/ }).check();
    await expect(bar).toContainText('2 cases selected');
    await dashboard.filter('Severity', 'Medium');
    await expect(bar).toContainText('2 cases selected, 1 of them not shown');
    await dashboard.filter('Severity', 'Medium');
    await bar.getByRole('button', { name: 'Close selected' }).click();
    await expect(page.getByRole('row', { name: /Credential phishing/ })).toContainText('Closed');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      bar.getByRole('button', { name: 'Export selected' }).click(),
    ]);
    const answer = JSON.parse(readFileSync(await file.path(), 'utf8')) as {
      total: number;
      cases: { title: string; status: string; comments: unknown[] }[];
    };
    expect(answer.total).toBe(2);
    expect(answer.cases.map(({ status }) => status)).toEqual(['closed', 'closed']);
    expect(answer.cases[0]?.comments).toHaveLength(3);
  });

  await test.step('deletes after asking, keeps that over a reload, and puts the samples back', async () => {
    await bar.getByRole('button', { name: 'Select all 4' }).click();
    await bar.getByRole('button', { name: 'Delete selected' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Delete 4 cases?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(links).toHaveCount(4);
    await bar.getByRole('button', { name: 'Delete selected' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('heading', { name: 'No cases yet' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'No cases yet' })).toBeVisible();
    await page.getByRole('button', { name: 'Put the sample cases back' }).last().click();
    await expect(links).toHaveCount(4);
    await expect(page.getByRole('row', { name: /Credential phishing/ })).toContainText('Open');
  });
});

test('exports a case as it can be imported again', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.importCases([fixture('phishing.v9.case'), fixture('phishing.v9.comments')]);
  await expect(dashboard.heading('Credential phishing')).toBeVisible();
  await dashboard.addComment('Said after the import.');
  const [file] = await Promise.all([page.waitForEvent('download'), dashboard.button('Export').click()]);
  const exported = readFileSync(await file.path(), 'utf8');
  const { totalComment, comments } = JSON.parse(exported) as { totalComment: number; comments: unknown[] };
  expect([totalComment, comments.length]).toEqual([4, 4]);
  await dashboard.button('Delete case').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('3 cases in this browser')).toBeVisible();
  await dashboard.importCases([exported]);
  await expect(page.getByRole('list', { name: 'Activity' }).getByText('Said after the import.')).toBeVisible();
  // The sample under the same id was replaced: what is there now is one case.
  await dashboard.goTo('Cases');
  await expect(page.getByText('4 cases in this browser')).toBeVisible();
});
