// A headless Chromium, and what a page says in it.
import { chromium } from 'playwright-core';

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH || undefined,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run'],
  });

/**
 * What a page puts into `window.outcome`. It is waited for, because a
 * development server may reload the page once.
 */
export async function outcomeOf(browser, url) {
  const page = await browser.newPage();
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  try {
    await page.goto(url);
    await page.waitForFunction(() => window.outcome !== undefined, undefined, { timeout: 300_000 });
    return await page.evaluate(() => window.outcome);
  } catch (cause) {
    throw new Error(`The page said nothing in time. Its console:\n${said.join('\n')}`, { cause });
  } finally {
    await page.close();
  }
}
