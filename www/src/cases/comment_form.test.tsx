// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from '../../test/render';
import { smallCase } from '../../test/samples';
import type { CaseFile } from './case_file';
import { viewOf } from './case_view';
import { CommentBody } from './comment_body';
import { editComment } from './comment_edit';
import { ANY, setField } from './case_edit';
import { CaseTitle } from './case_title';
import { Description } from './description';

/** What is stored, and an end of the next save that a test decides about. */
let stored: CaseFile;
let saved: Promise<void>;
vi.mock('./cases', () => ({
  useCases: () => ({
    change: async (_: string, edit: (file: CaseFile) => CaseFile) => {
      stored = edit(stored);
      await saved;
    },
  }),
}));
vi.mock('./markdown_editor', () => ({
  MarkdownEditor: ({ value, onChange }: { value: string; onChange: (text: string) => void }) => (
    <textarea value={value} onChange={(event) => onChange(event.target.value)} />
  ),
}));
vi.mock('./markdown', () => ({ Markdown: ({ text }: { text: string }) => text }));

const comment = () => viewOf(stored).comments[0]!;
const onEnd = vi.fn();
let unmount = () => {};
beforeEach(() => {
  localStorage.clear();
  vi.clearAllMocks();
  stored = smallCase();
  saved = Promise.resolve();
});
afterEach(() => unmount());

function draw(what: 'comment' | 'description' | 'title') {
  const current = { key: 'c1', file: stored, view: viewOf(stored) };
  const drawn = render(
    what === 'title' ? (
      <CaseTitle current={current} isLocked={false} />
    ) : what === 'comment' ? (
      <CommentBody current={current} comment={comment()} isEditing isLocked={false} onEnd={onEnd} />
    ) : (
      <Description current={current} isLocked={false} />
    ),
  );
  ({ unmount } = drawn);
  const box = () => drawn.element.querySelector<HTMLInputElement | HTMLTextAreaElement>('textarea, input');
  const button = (name: string) =>
    [...drawn.element.querySelectorAll('button')].find(
      (it) => (it.getAttribute('aria-label') ?? it.textContent) === name,
    )!;
  return {
    text: drawn.text,
    box,
    button,
    type: (text: string) =>
      drawn.act(() => {
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box()), 'value')!.set!.call(box(), text);
        box()!.dispatchEvent(new Event('input', { bubbles: true }));
      }),
    /** And what comes of it. */
    click: (name: string) => act(async () => button(name).click()),
  };
}

test('what is saved in place of theirs is the text that stands in the editor', async () => {
  const { type, click, text } = draw('comment');
  stored = editComment('k1', ANY, 'theirs')(stored);
  type('mine');
  await click('Save comment');
  expect(text()).toContain('theirs');
  type('mine, and more');
  await click('Overwrite theirs');
  expect(comment().text).toBe('mine, and more');
  expect(onEnd).toHaveBeenCalled();
});

test.each([
  ['comment', '', 'Save comment', 'Overwrite theirs', true],
  ['comment', 'x'.repeat(30_001), 'Save comment', 'Overwrite theirs', true],
  ['comment', 'mine', 'Save comment', 'Overwrite theirs', false],
  ['title', ' ', 'Save title', 'Overwrite theirs', true],
  ['title', 'mine', 'Save title', 'Overwrite theirs', false],
] as const)(
  'a %s is offered to overwrite theirs as it can be saved: %#',
  async (what, text, save, over, isDisabled) => {
    const { type, click, button } = draw(what);
    if (what === 'title') await click('Edit the title');
    stored = what === 'title' ? setField('title', ANY, 'theirs')(stored) : editComment('k1', ANY, 'theirs')(stored);
    type('something');
    await click(save);
    type(text);
    expect(button(over)).toHaveProperty('disabled', isDisabled);
  },
);

test('what is typed while an edit is saved stays, as an edit of what was saved', async () => {
  let end = () => {};
  saved = new Promise((resolve) => (end = resolve));
  const { type, click, box } = draw('description');
  await click('Edit the description');
  type('one');
  await click('Save description');
  type('one, two');
  await act(async () => end());
  expect(box()?.value).toBe('one, two');
  // It refuses where another text stands there than the one that was saved.
  await click('Save description');
  expect(viewOf(stored).description).toBe('one, two');
  expect(box()).toBeNull();
});
