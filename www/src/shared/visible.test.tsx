// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { render } from '../../test/render';
import { Visible } from './visible';

let unmount = () => {};
afterEach(() => unmount());

function shown(text: string): string {
  const drawn = render(<Visible text={text} />);
  ({ unmount } = drawn);
  return drawn.text() ?? '';
}

test.each([
  ['a name turned round', 'invoice\u202efdp.exe', 'invoice[U+202E]fdp.exe'],
  ['an isolate', 'a\u2066b\u2069', 'a[U+2066]b[U+2069]'],
  ['a mark of direction', '\u200fx', '[U+200F]x'],
  ['a space without width', 'pay\u200bpal', 'pay[U+200B]pal'],
  ['a control', 'a\u0007b', 'a[U+0007]b'],
])('%s is seen', (_, text, expected) => expect(shown(text)).toBe(expected));

test.each(['', 'plain', '勒索软件', 'شبكة', '👩\u200d💻 and 🏴\u{e0067}\u{e007f}', 'two\nlines'])('%s stays', (text) =>
  expect(shown(text)).toBe(text),
);
