import { expect, type Page } from '@playwright/test';
import { accessible } from './accessible';

const WIDTHS = [360, 768, 1440];
const SCHEMES = ['light', 'dark'] as const;

/** Nobody looks at pictures of every run: `PICTURES=1` makes them. */
const PICTURES = process.env.PICTURES !== undefined;

/** What is drawn follows one drawing later. */
const drawn = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** That nothing sticks out sideways, at every width, and a picture of each in both themes where they are asked for. */
export async function look(page: Page, name: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await drawn(page);
    // A theme changes colours alone: what they are is judged by axe.
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${name} at ${width} sticks out sideways`).toBeLessThanOrEqual(0);
    for (const colorScheme of PICTURES ? SCHEMES : []) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('html')).toHaveCSS('color-scheme', colorScheme);
      await drawn(page);
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({
        path: `results/${name}-${width}-${colorScheme}.png`,
        fullPage: true,
        animations: 'disabled',
      });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

/** The same, and that axe finds nothing there. */
export async function judge(page: Page, name: string): Promise<void> {
  await look(page, name);
  await accessible(page);
}

/** A picture for the README: as much as fits into a window. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  await page.setViewportSize({ width: 1240, height: 760 });
  await expect(page.getByRole('button', { name: 'Dismiss toast' })).toHaveCount(0);
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: `results/readme-${name}.png`, animations: 'disabled' });
  await page.setViewportSize({ width: 1440, height: 900 });
}
