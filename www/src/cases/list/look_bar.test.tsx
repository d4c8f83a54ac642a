// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { render } from '../../../test/render';
import type { Facts } from '../facts';
import { LookBar } from './look_bar';

const MINUTE = 60_000;

test('what somebody chooses stands there at once, and what is stored once they have left it', () => {
  const asked: number[] = [];
  const choices = [0, 5 * MINUTE, 15 * MINUTE];
  // What is chosen comes back late, or not at all.
  const looks = { everyMs: 0, choices, choose: (ms: number) => asked.push(ms), ask() {}, isLooking: false, says: '' };
  const bar = render(<LookBar facts={{ looks } as unknown as Facts} />);
  const select = bar.element.querySelector('select')!;
  for (const ms of choices.slice(1)) {
    bar.act(() => {
      select.value = String(ms);
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(select.value).toBe(String(ms));
  }
  expect(asked).toEqual(choices.slice(1));
  bar.act(() => void select.dispatchEvent(new FocusEvent('focusout', { bubbles: true })));
  expect(select.value).toBe('0');
  bar.unmount();
});
