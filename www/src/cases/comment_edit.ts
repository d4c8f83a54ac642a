import { YOU } from '../shared/user';
import { edit, list, number, object, read, type CaseFile, type Json } from './case_file';
import { ANY, updatedNow, type Seen } from './case_edit';
import { viewOf } from './case_view';
import { CaseChanged } from './changed';
import { recorded } from './history';

export function addComment(text: string) {
  return (file: CaseFile): CaseFile => {
    const comment = {
      id: crypto.randomUUID(),
      version: 'WzEsMV0=',
      type: 'user',
      owner: read(file.json).owner ?? 'securitySolution',
      comment: text,
      created_at: new Date().toISOString(),
      created_by: YOU,
      pushed_at: null,
      pushed_by: null,
      updated_at: null,
      updated_by: null,
    };
    return withComments(file, 1, (comments, isLast) => (isLast ? [...comments, comment] : comments));
  };
}

/** Refuses where the comment no longer says what the person saw. What it said is kept. */
export function editComment(id: string, seen: Seen<string>, text: string) {
  return (file: CaseFile): CaseFile => {
    const before = textOf(file, id, seen);
    const edited = withComments(file, 0, (comments) => {
      for (const comment of comments) {
        if (comment.id !== id) continue;
        if (comment.type === 'comment') comment.data = { ...object(comment.data), content: text };
        else comment.comment = text;
        Object.assign(comment, updatedNow());
      }
      return comments;
    });
    return recorded(edited, { kind: 'commentEdited', commentId: id, before });
  };
}

export function deleteComment(id: string, seen: Seen<string>) {
  return (file: CaseFile): CaseFile => {
    const before = textOf(file, id, seen);
    const author = viewOf(file).comments.find((comment) => comment.id === id)?.author ?? null;
    const left = withComments(file, -1, (comments) => comments.filter((comment) => comment.id !== id));
    return recorded(left, { kind: 'commentDeleted', commentId: id, before, author });
  };
}

function textOf(file: CaseFile, id: string, seen: Seen<string>): string {
  const text = viewOf(file).comments.find((comment) => comment.id === id)?.text ?? null;
  if (text === null || (seen !== ANY && text !== seen)) throw new CaseChanged('comment', text);
  return text;
}

/** Puts a comment back that was deleted, as it was and where it was, and takes the deletion out of the history. */
export function bringBackComment(id: string, before: CaseFile | undefined) {
  const containers = (before ? [before.json, ...before.commentPages] : []).map((it) =>
    list(read(it).comments).map(object),
  );
  const container = containers.findIndex((comments) => comments.some((comment) => comment.id === id));
  const place = containers[container]?.findIndex((comment) => comment.id === id) ?? -1;
  const comment = containers[container]?.[place];
  return (file: CaseFile): CaseFile => {
    if (!comment || viewOf(file).comments.some((it) => it.id === id)) return file;
    const to = Math.min(container, file.commentPages.length);
    const back = withComments(file, 1, (comments, _, at) =>
      at === to ? [...comments.slice(0, place), comment, ...comments.slice(place)] : comments,
    );
    return { ...back, history: back.history.filter((it) => it.kind !== 'commentDeleted' || it.commentId !== id) };
  };
}

/** Where the comments lie: in the case itself or, since Kibana 9, in pages beside it; new ones in the last of these. */
function withComments(
  file: CaseFile,
  more: number,
  change: (comments: Json[], isLast: boolean, at: number) => Json[],
): CaseFile {
  const last = file.commentPages.length - 1;
  const within = (it: Json, isLast: boolean, at: number) => {
    if ('comments' in it || isLast) it.comments = change(list(it.comments).map(object), isLast, at);
  };
  return {
    ...file,
    json: edit(file.json, (it) => {
      Object.assign(it, updatedNow(), { totalComment: number(it.totalComment) + more });
      within(it, last < 0, 0);
    }),
    commentPages: file.commentPages.map((page, at) =>
      edit(page, (it) => {
        it.total = number(it.total) + more;
        within(it, at === last, at + 1);
      }),
    ),
  };
}
