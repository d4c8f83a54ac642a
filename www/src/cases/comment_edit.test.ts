import { describe, expect, test } from 'vitest';
import { jsonOf, phishing, phishingOfKibana9 } from '../../test/samples';
import { ANY } from './case_edit';
import type { CaseFile } from './case_file';
import { viewOf } from './case_view';
import { addComment, bringBackComment, deleteComment, editComment } from './comment_edit';
import { earlierTexts } from './history';

const pagesOf = (file: CaseFile) => file.commentPages.map((page) => JSON.parse(new TextDecoder().decode(page)));

describe.each([
  ['in the case', phishing],
  ['in pages beside it', phishingOfKibana9],
])('comments %s', (_, open) => {
  test('are added at the end and counted', () => {
    const file = open();
    const after = addComment('A new one')(file);
    expect(viewOf(after).comments.map(({ text }) => text)).toEqual([
      ...viewOf(file).comments.map(({ text }) => text),
      'A new one',
    ]);
    expect(jsonOf(after).totalComment).toBe(jsonOf(file).totalComment + 1);
    expect(pagesOf(after).map(({ total }) => total)).toEqual(pagesOf(file).map(({ total }) => total + 1));
  });

  test('are edited where they lie, and what they said is kept', () => {
    const file = open();
    const [first] = viewOf(file).comments;
    const after = editComment(first!.id, first!.text, 'Otherwise')(file);
    expect(viewOf(after).comments[0]).toMatchObject({ id: first!.id, text: 'Otherwise', createdAt: first!.createdAt });
    expect(viewOf(after).comments[0]!.updatedAt).not.toBeNull();
    expect(earlierTexts(after.history, first!.id)).toMatchObject([{ before: first!.text }]);
    expect(jsonOf(after).totalComment).toBe(jsonOf(file).totalComment);
  });

  test('are deleted, and the activity has who wrote them', () => {
    const file = open();
    const [first] = viewOf(file).comments;
    const after = deleteComment(first!.id, first!.text)(file);
    expect(viewOf(after).comments).toHaveLength(viewOf(file).comments.length - 1);
    expect(after.history).toMatchObject([{ kind: 'commentDeleted', before: first!.text, author: first!.author }]);
  });

  test('are brought back as they were and where they were, whatever was written meanwhile', () => {
    const file = open();
    const all = viewOf(file).comments;
    const { id, text } = all[1]!;
    const without = addComment('Meanwhile')(deleteComment(id, text)(file));
    const back = bringBackComment(id, file)(without);
    expect(viewOf(back).comments.map((it) => it.text)).toEqual([...all.map((it) => it.text), 'Meanwhile']);
    expect(viewOf(back).comments[1]).toEqual(all[1]);
    expect(jsonOf(back).totalComment).toBe(jsonOf(file).totalComment + 1);
    expect(pagesOf(back).map(({ total }) => total)).toEqual(pagesOf(file).map(({ total }) => total + 1));
    expect(back.history).toEqual([]);
    // It is there already, or was never there.
    expect(bringBackComment(id, file)(back)).toBe(back);
    expect(bringBackComment('unknown', file)(without)).toBe(without);
  });

  test('are not edited over what another tab has written', () => {
    const file = open();
    const [first] = viewOf(file).comments;
    const theirs = editComment(first!.id, ANY, 'Theirs')(file);
    const refused = expect.objectContaining({ code: 'CASE_CHANGED', theirs: 'Theirs' });
    expect(() => editComment(first!.id, first!.text, 'Ours')(theirs)).toThrow(refused);
    expect(() => deleteComment(first!.id, first!.text)(theirs)).toThrow(refused);
    const gone = deleteComment(first!.id, ANY)(file);
    expect(() => editComment(first!.id, ANY, 'Ours')(gone)).toThrow(
      expect.objectContaining({ code: 'CASE_CHANGED', theirs: null }),
    );
  });
});
