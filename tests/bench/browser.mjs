/** The package in a page of Chromium against what the browser itself needs for the same, in turns: `CHROMIUM_PATH=... SIMULATORS_BIN=... node browser.mjs`. */
import { readFileSync } from 'node:fs';

import { chromium } from 'playwright-core';

import { median, row } from './lib.mjs';
import { openLine } from './line.mjs';

const ceilings = JSON.parse(readFileSync(new URL('ceilings.json', import.meta.url), 'utf8'));
const root = new URL('../..', import.meta.url).pathname;

const line = await openLine({ root, simulators: process.env.SIMULATORS_BIN, latency: 20 });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH || undefined,
  args: ['--no-sandbox'],
});

/** Does something in a page that nothing was loaded into yet, of a browser that keeps nothing from the last one. */
async function inPage(work) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(String(error)));
    await page.goto(line.url);
    await page.waitForFunction(() => window.ready);
    return await work(page);
  } finally {
    await context.close();
  }
}

/** Ours as a share of the peer's time, in the middle of all turns. */
async function inTurns(turns, turn) {
  const times = [];
  for (let at = 0; at < turns; at += 1) times.push(await turn());
  const ratio = median(times.map(({ ours, theirs }) => ours / theirs));
  return { ...times.sort((a, b) => a.ours - b.ours)[0], ratio };
}

const begin = () =>
  inTurns(9, async () => ({
    ours: await inPage((page) => page.evaluate(() => window.begin())),
    theirs: await inPage((page) => page.evaluate(() => window.compile('/pkg/engine.wasm'))),
  }));

const push = () =>
  inTurns(3, () =>
    inPage(async (page) => {
      await line.reset();
      await page.evaluate(() => window.prepare(200));
      const ours = await page.evaluate(() => window.pushAll());
      const requests = line.requests();
      const theirs = await page.evaluate((all) => window.fetchAll(all), requests);
      if (ours.failed + theirs.failed > 0) throw new Error(`Not all went well: ${JSON.stringify({ ours, theirs })}`);
      return { ours: ours.time, theirs: theirs.time };
    }),
  );

const held = [];
try {
  held.push(await row('from init() to the first plan', 'compiling alone', ceilings.begin, begin));
  held.push(await row('a push of 200 cases by 5 comments, 4 at once, 20 ms each', 'fetch', ceilings.line, push));
} finally {
  await browser.close();
  line.close();
}
process.exitCode = held.every(Boolean) ? 0 : 1;
