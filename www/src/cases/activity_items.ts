import type { ShownAction } from './action_event';
import type { CommentView } from './case_view';
import type { OpenCase } from './cases';

/** One entry of the activity of a case. */
export type Item = { at: string; comment: CommentView } | { at: string; action: ShownAction };

export type Kind = 'all' | 'comments' | 'history';
export type Order = 'oldest' | 'newest';

/** Comments, and what was done to the case, in the order of time. */
export function itemsOf({ view, file }: OpenCase, kind: Kind, order: Order): Item[] {
  const comments = kind === 'history' ? [] : view.comments;
  const history = kind === 'comments' ? [] : file.history;
  const actions = history.flatMap((action) => (action.kind === 'commentEdited' ? [] : [{ at: action.at, action }]));
  const items: Item[] = [...comments.map((comment) => ({ at: comment.createdAt, comment })), ...actions];
  items.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return order === 'newest' ? items.reverse() : items;
}

export function keyOf(item: Item): string {
  return 'comment' in item ? item.comment.id : `${item.at} ${item.action.kind}`;
}

/** How many entries stand at each end of a long case: drawing all would make each comment that is added wait. */
const END = 10;

/**
 * Both ends of the entries, and how many between them are left out. `opened` more stand after the first end, and so does
 * all up to the last one that `isNeeded`.
 */
export function folded<T>(items: readonly T[], opened: number, isNeeded: (item: T) => boolean) {
  const end = Math.max(0, items.length - END);
  let needed = end;
  while (needed > 0 && !isNeeded(items[needed - 1] as T)) needed -= 1;
  const begin = Math.min(end, Math.max(END + opened, needed));
  return { first: items.slice(0, begin), hidden: end - begin, last: items.slice(end) };
}
