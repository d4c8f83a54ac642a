import { nameOf } from '../shared/user';
import type { CommentView } from './case_view';

/** A sentence that names comments by their ids, with their authors in place of these: people know no ids. */
export function withAuthors(text: string, authors: ReadonlyMap<string, string>): string {
  return text.replace(/\bcomment (\S+?)(?=[,.:;)]*(?:\s|$))/g, (whole, id: string) => {
    const author = authors.get(id);
    return author === undefined ? whole : `comment by ${author}`;
  });
}

export function authorsOf(comments: readonly CommentView[]): ReadonlyMap<string, string> {
  return new Map(comments.map(({ id, author }) => [id, nameOf(author)]));
}
