// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { render } from '../../test/render';
import Rendered from './markdown_rendered';

let unmount = () => {};
afterEach(() => unmount());

/** What a text of a case becomes on the page. */
function drawn(text: string): HTMLElement {
  const page = render(<Rendered text={text} />);
  ({ unmount } = page);
  return page.element;
}

const LEADS = [
  ['https://x.example/a_b', 'https://x.example/a_b'],
  ['www.x.example', 'http://www.x.example'],
  ['a@corp.example', 'mailto:a@corp.example'],
  ['<https://x.example/a>', 'https://x.example/a'],
  ['[**bold** `code`](HTTPS://x.example "title")', 'HTTPS://x.example'],
  ['[a][b]\n\n[b]: https://x.example/b', 'https://x.example/b'],
  ['[![alt](https://x.example/p.png)](https://x.example/p)', 'https://x.example/p'],
  ['| a |\n|---|\n| [b](https://x.example/c) |', 'https://x.example/c'],
  ['- [ ] [b](mailto:b@corp.example)', 'mailto:b@corp.example'],
  ['!{tooltip[anchor](see https://x.example)} https://x.example/t', 'https://x.example/t'],
] as const;

test.each(LEADS)('%j leads to a tab of its own, which knows nothing of this page', (text, target) => {
  const links = [...drawn(text).querySelectorAll('a')];
  expect(links.map((link) => link.getAttribute('href'))).toEqual([target]);
  for (const link of links) {
    expect(link.getAttribute('target')).toBe('_blank');
    expect(link.getAttribute('rel')?.split(' ').sort()).toEqual(['noopener', 'noreferrer']);
  }
});

test.each([
  '[a](//evil.example)',
  '[a](/cases)',
  '[a](javascript:alert(1))',
  '[a](data:text/html,x)',
  '[a][b]\n\n[b]: //evil.example',
  '<a href="https://evil.example">a</a>',
  '<//evil.example>',
])('%j leads nowhere, and its text stays', (text) => {
  const page = drawn(text);
  expect(page.querySelector('a')).toBeNull();
  expect(page.textContent).toContain(text.startsWith('<//') ? 'evil' : 'a');
});

test.each([
  '![a](https://evil.example/p.png)',
  '![a][b]\n\n[b]: https://evil.example/p.png',
  '<img src="https://evil.example/p.png">',
  '<iframe src="https://evil.example"></iframe>',
  '<script>fetch("https://evil.example")</script>',
])('%j fetches nothing', (text) => {
  expect(drawn(text).querySelector('img, iframe, script, object, embed, link, video, audio')).toBeNull();
});
