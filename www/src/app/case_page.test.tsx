// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from '../../test/render';
import { smallCase } from '../../test/samples';
import { CasePage } from './case_page';
import type { CaseFile } from '../cases/case_file';
import { viewOf } from '../cases/case_view';
import { deleteComment } from '../cases/comment_edit';
import { draftKey, NEW_COMMENT } from '../cases/draft_key';
import { LostEdits, NEW } from '../cases/lost_drafts';

let stored: CaseFile;
vi.mock('../cases/cases', () => ({
  useCases: () => ({
    change: async (_: string, edit: (file: CaseFile) => CaseFile) => {
      stored = edit(stored);
    },
    caseOf: () => null,
  }),
}));

let drawn: ReturnType<typeof render>;
beforeEach(() => {
  localStorage.clear();
  stored = smallCase();
});
afterEach(() => drawn.unmount());

const keep = (part: string, text: string) =>
  localStorage.setItem(
    `case-connectors-dashboard/draft/${draftKey('c1', part)}`,
    JSON.stringify({ seen: 'first', text }),
  );
const lost = () => <LostEdits current={{ key: 'c1', file: stored, view: viewOf(stored) }} isLocked={false} />;
const click = (name: string) =>
  act(async () => [...drawn.element.querySelectorAll('button')].find((it) => it.textContent === name)?.click());

test('an edit of a comment that another tab deletes becomes a new one', async () => {
  keep('k1', 'first, and more');
  keep(NEW_COMMENT, 'another');
  drawn = render(lost());
  expect(drawn.text()).toBe('');
  stored = deleteComment('k1', 'first')(stored);
  drawn.draw(lost());
  expect(drawn.text()).toContain('first, and more');
  expect(drawn.text()).not.toContain('another');
  await click('Add as a new comment');
  expect(viewOf(stored).comments.map(({ text }) => text)).toEqual(['first, and more']);
  expect(drawn.text()).toBe('');
});

test('what was typed of a case that is gone can be copied, until it is discarded', async () => {
  keep(NEW_COMMENT, 'half a comment');
  drawn = render(<CasePage caseKey="c1" />);
  // The case goes for good, and its drafts with it.
  localStorage.clear();
  drawn.draw(<CasePage caseKey="c1" />);
  expect(drawn.text()).toContain('half a comment');
  expect(drawn.text()).not.toContain('Add as a new comment');
  await click('Discard');
  expect(drawn.text()).not.toContain('half a comment');
  await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));
});

test('a keyboard goes on at the next text, and at the new comment after the last', async () => {
  const page = () => (
    <>
      {lost()}
      <form aria-label={NEW}>
        <textarea />
      </form>
    </>
  );
  drawn = render(page());
  const status = drawn.element.querySelector('[role="status"]');
  expect(status?.textContent).toBe('');
  keep('gone1', 'one');
  keep('gone2', 'two');
  drawn.draw(page());
  expect(drawn.element.querySelector('[role="status"]')).toBe(status);
  expect(status?.textContent).toContain('an edit of a comment that is gone');
  const press = (name: string) =>
    act(async () => {
      const button = [...drawn.element.querySelectorAll('button')].find((it) => it.textContent === name)!;
      const described = document.getElementById(button.getAttribute('aria-describedby') ?? '');
      expect(described?.textContent).toContain('Not saved');
      button.focus();
      button.click();
    });
  await press('Discard');
  expect(document.activeElement?.textContent).toBe('Copy');
  await press('Add as a new comment');
  expect(document.activeElement?.tagName).toBe('TEXTAREA');
});
