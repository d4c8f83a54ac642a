import { expect, type Page } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

const THEMES = [
  ['dark', { type: 'rule', values: ['color-contrast'] }],
  ['light', { type: 'tag', values: RULES }],
] as const satisfies readonly (readonly ['dark' | 'light', RunOptions['runOnly']])[];

/**
 * No finding of axe in either theme, and the headings step down one at a time. EUI's own components are not excepted:
 * nothing is found in them either. One that has to be belongs here, with its reason.
 */
export async function accessible(page: Page): Promise<void> {
  // What lies half below the head of a page that was scrolled is no small target.
  await page.evaluate(() => scrollTo(0, 0));
  // The second theme changes colours alone, which one rule judges.
  for (const [colorScheme, rules] of THEMES) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveCSS('color-scheme', colorScheme);
    // The colours of the parts follow one drawing later, and fade; what turns for ever is not waited for.
    await page.evaluate(async () => {
      const drawing = () => new Promise(requestAnimationFrame);
      for (let drawn = 0; drawn < 2; drawn += 1) await drawing();
      const fading = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      return Promise.all(fading.map(({ finished }) => finished.catch(() => {})));
    });
    expect(await findings(page, rules), colorScheme).toEqual([]);
  }
  const levels = await page
    .getByRole('heading')
    .evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName[1])));
  expect(levels[0]).toBe(1);
  for (const [at, level] of levels.entries()) expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1);
}

/** Axe in the page itself, which has no frames: its builder for Playwright opens a second page for each look. */
async function findings(page: Page, rules: RunOptions['runOnly']): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    // What passes is only counted: to name each of its elements takes longest.
    const { violations } = await axe.run({ runOnly, resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, rules);
}
