import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than any page has. */
const STOPS = 250;

/** How a person works the page without a mouse. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  async press(target: Locator) {
    await this.reach(target);
    await this.page.keyboard.press('Enter');
  }

  async fill(field: Locator, text: string) {
    await this.reach(field);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.type(text);
  }

  /** Checks a radio button. */
  async check(radio: Locator) {
    // Tab stops once at a group, at the one that is checked; the arrows go on within it.
    await expect(radio).toBeVisible();
    const inGroup = (it: Element) => {
      const active = document.activeElement;
      return active instanceof HTMLInputElement && active.name === (it as HTMLInputElement).name;
    };
    await this.tabUntil(radio, () => radio.evaluate(inGroup));
    if (!(await radio.isChecked())) await this.page.keyboard.press('Space');
    for (let at = 0; at < 10 && !(await radio.isChecked()); at += 1) await this.page.keyboard.press('ArrowDown');
    await expect(radio).toBeChecked();
  }

  /** Chooses in a native list. */
  async choose(list: Locator, label: string) {
    await this.reach(list);
    const chosen = () => list.evaluate((it) => (it as HTMLSelectElement).selectedOptions[0]?.label);
    await this.page.keyboard.press('Home');
    for (let at = 0; at < 20 && (await chosen()) !== label; at += 1) await this.page.keyboard.press('ArrowDown');
    expect(await chosen()).toBe(label);
  }

  /** Chooses in a list that opens from a button. */
  async pick(button: Locator, option: string | RegExp) {
    await this.press(button);
    const wanted = this.page.getByRole('listbox').getByRole('option', { name: option });
    await expect(wanted).toBeVisible();
    const isActive = () =>
      wanted.evaluate((it) => it === document.activeElement || it.contains(document.activeElement));
    await expect(this.page.getByRole('listbox').locator(':focus')).toBeAttached();
    for (const arrow of ['ArrowUp', 'ArrowDown']) {
      for (let at = 0; at < 10 && !(await isActive()); at += 1) await this.page.keyboard.press(arrow);
    }
    expect(await isActive(), `${option} has the focus`).toBe(true);
    await this.page.keyboard.press('Enter');
    await expect(wanted).toBeHidden();
  }

  /** Presses Tab until the focus is there. */
  private async reach(target: Locator) {
    await expect(target).toBeVisible();
    await expect(target).toBeEnabled();
    await this.tabUntil(target, () => target.evaluate((it) => it === document.activeElement));
    await expect(target).toBeFocused();
  }

  /** Forwards or backwards, whichever way the target lies. */
  private async tabUntil(target: Locator, isThere: () => Promise<boolean>) {
    const isBefore = await target.evaluate(
      (it) => (document.activeElement ?? it).compareDocumentPosition(it) & Node.DOCUMENT_POSITION_PRECEDING,
    );
    for (let at = 0; at < STOPS; at += 1) {
      if (await isThere()) return;
      await this.page.keyboard.press(isBefore ? 'Shift+Tab' : 'Tab');
    }
    throw new Error(`The keyboard does not reach ${String(target)}.`);
  }
}
