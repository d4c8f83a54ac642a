// Prints what a first visit costs: the median of five, each in a browser that has nothing in its cache. With the stack
// running, as for the tests:
//   BASE_URL=http://127.0.0.1:4780/ node first_load.mjs
import { brotliCompressSync } from 'node:zlib';
import { chromium } from '@playwright/test';

const BASE_URL = process.env.BASE_URL ?? 'http://127.0.0.1:4780/';
const executablePath = process.env.CHROMIUM_PATH;
const VISITS = 5;

/** Notes when the list stands, and when the columns that need the engine are filled in. */
function watch() {
  window.moments = {};
  const note = (name) => (window.moments[name] ??= performance.now());
  new MutationObserver(() => {
    if (!document.querySelector('table a')) return;
    note('list');
    if (!document.querySelector('[aria-label="Not known yet"]')) note('engine');
  }).observe(document, { childList: true, subtree: true, attributes: true });
  new PerformanceObserver((entries) => {
    for (const { duration } of entries.getEntries())
      window.moments.blocked = (window.moments.blocked ?? 0) + duration - 50;
  }).observe({ type: 'longtask', buffered: true });
}

async function visit(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(watch);
  const files = [];
  page.on('requestfinished', (request) => files.push(request));
  await page.goto(BASE_URL);
  await page.waitForFunction(() => window.moments.engine !== undefined);
  await page.waitForLoadState('networkidle');
  const moments = await page.evaluate(() => ({
    ...window.moments,
    load: performance.getEntriesByType('navigation')[0].loadEventEnd,
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  }));
  const started = await page.evaluate(() =>
    Object.fromEntries(performance.getEntriesByType('resource').map(({ name, startTime }) => [name, startTime])),
  );
  const sizes = { list: [0, 0], all: [0, 0] };
  for (const request of files) {
    const body = await (await request.response()).body().catch(() => Buffer.alloc(0));
    const [plain, packed] = [body.length, brotliCompressSync(body).length];
    const isForList = (started[request.url()] ?? 0) < moments.list;
    for (const sum of isForList ? [sizes.list, sizes.all] : [sizes.all])
      [sum[0], sum[1]] = [sum[0] + plain, sum[1] + packed];
  }
  const wasm = Object.entries(started).find(([name]) => name.includes('.wasm'))?.[1] ?? Infinity;
  await context.close();
  return { ...moments, sizes, isBefore: moments.list < wasm };
}

const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ['--no-sandbox', '--disable-gpu'],
});
const visits = [];
for (let at = 0; at < VISITS; at += 1) visits.push(await visit(browser));
await browser.close();

const median = (of) => visits.map(of).sort((a, b) => a - b)[Math.floor(VISITS / 2)];
const ms = (name, of) => console.log(`${name.padEnd(40)}${Math.round(median(of))} ms`);
const kb = (name, of) =>
  console.log(
    `${name.padEnd(40)}${Math.round(median((it) => of(it)[0]) / 1000)} kB, brotli ${Math.round(median((it) => of(it)[1]) / 1000)} kB`,
  );
ms('first contentful paint', (it) => it.paint);
ms('load event', (it) => it.load);
ms('list of cases, ready for the person', (it) => it.list);
ms('connectors and push states filled in', (it) => it.engine);
ms('main thread blocked, beyond 50 ms a task', (it) => it.blocked ?? 0);
kb('asked for before the list stood', (it) => it.sizes.list);
kb('everything, the engine included', (it) => it.sizes.all);
if (!visits.every(({ isBefore }) => isBefore)) {
  console.error('The engine was asked for before the list stood.');
  process.exitCode = 1;
}
