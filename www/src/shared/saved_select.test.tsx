// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { render } from '../../test/render';
import { SavedSelect } from './saved_select';

let unmount = () => {};
afterEach(() => unmount());

const options = ['open', 'in-progress', 'closed'].map((value) => ({ value, text: value }));

/** A list whose choices are stored only when the test says so. */
function drawn() {
  const onChoose = vi.fn();
  const list = (value: string) => (
    <SavedSelect aria-label="Status" options={options} value={value} onChoose={onChoose} />
  );
  const { act, element, draw, unmount: end } = render(list('open'));
  unmount = end;
  const select = () => element.querySelector('select') as HTMLSelectElement;
  const choose = (value: string) =>
    act(() => {
      select().value = value;
      select().dispatchEvent(new Event('change', { bubbles: true }));
    });
  const leave = () => act(() => select().dispatchEvent(new FocusEvent('focusout', { bubbles: true })));
  return { onChoose, shown: () => select().value, choose, leave, stored: (value: string) => draw(list(value)) };
}

test('shows what was chosen before it is stored', () => {
  const { choose, onChoose, shown } = drawn();
  choose('closed');
  expect([onChoose.mock.calls, shown()]).toEqual([[['closed']], 'closed']);
});

test('is not set back by an earlier choice that is stored late', () => {
  const { choose, onChoose, shown, stored } = drawn();
  choose('in-progress');
  choose('closed');
  stored('in-progress');
  expect([onChoose.mock.calls, shown()]).toEqual([[['in-progress'], ['closed']], 'closed']);
});

test('once it is left, shows what is stored: also where a choice was refused, or somebody else has chosen', () => {
  const { choose, leave, shown, stored } = drawn();
  choose('closed');
  leave();
  expect(shown()).toBe('open');
  stored('in-progress');
  expect(shown()).toBe('in-progress');
});
