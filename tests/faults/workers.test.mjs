/** The package in each kind of worker, and all of them at once on one case. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { references } from './lib/judge.mjs';
import { schedule } from './lib/schedule.mjs';
import { serve } from './lib/site.mjs';
import { World } from './lib/world.mjs';

const KINDS = ['dedicated', 'shared', 'service'];
const [securityCase] = schedule(1, 0).versions;
let [site, browser, world] = [];

before(async () => {
  site = await serve(process.env.PACKAGE_TARBALL);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH || undefined,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  world = await World.start(process.env.SIMULATORS_BIN);
});

after(async () => {
  await browser?.close();
  site?.stop();
  world?.stop();
});

async function pushIn(page, kind, id) {
  const message = { draft: world.connector('jiraDataCenter'), securityCase: { ...securityCase, id } };
  return page.evaluate(([kind, message]) => window.pushIn[kind](message), [kind, message]);
}

async function opened() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}workers.html`);
  return page;
}

for (const kind of KINDS) {
  test(`a ${kind} worker pushes`, async () => {
    await world.control('jiraDataCenter', 'POST', 'reset');
    const page = await opened();
    const outcome = await pushIn(page, kind, `in-${kind}`);
    assert.deepEqual(outcome, { state: 'complete', writes: 1 + securityCase.comments.length, error: null });
    await page.context().close();
  });
}

test('workers of all kinds that push one case at once make one incident', async () => {
  await world.control('jiraDataCenter', 'POST', 'reset');
  const page = await opened();
  // The connector is there before, as it is when somebody pushes.
  await pushIn(page, 'dedicated', 'before');
  await world.control('jiraDataCenter', 'POST', 'reset');
  const outcomes = await Promise.all(KINDS.map((kind) => pushIn(page, kind, 'at-once')));
  assert.deepEqual(
    outcomes.map(({ state }) => state),
    ['complete', 'complete', 'complete'],
    JSON.stringify(outcomes),
  );
  const records = await world.records('jiraDataCenter');
  assert.equal(records.length, 1);
  assert.equal(references(records[0]).length, securityCase.comments.length);
  await page.context().close();
});
