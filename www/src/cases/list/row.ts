import type { Facts, PushState } from '../facts';
import type { CaseView } from '../case_view';
import { viewOf } from '../case_view';
import type { Files } from '../case_database';

/** A case as the list shows it, with what the search looks through. */
export interface Row {
  key: string;
  view: CaseView;
  words: string;
  connector: string | null;
  state: PushState | null;
  /** What is new in the incident, in words. */
  news: string | null;
}

/** The rows, each the same object as before where nothing in it has changed, so that it is not drawn again. */
export function rowsOf(files: Files, facts: Facts | null, before: ReadonlyMap<string, Row>): Map<string, Row> {
  const rows = Object.entries(files).map(([key, file]): [string, Row] => {
    const view = viewOf(file);
    const connector = facts?.connectorOf(view)?.label ?? null;
    const state = facts?.stateOf(key) ?? null;
    const news = facts?.newsOf(view) ?? null;
    const old = before.get(key);
    const isSame = old?.view === view && old.connector === connector && old.state === state && old.news === news;
    return [key, isSame ? old : { key, view, words: wordsOf(view), connector, state, news }];
  });
  return new Map(rows);
}

const searchTexts = new WeakMap<CaseView, string>();

function wordsOf(view: CaseView): string {
  const words =
    searchTexts.get(view) ??
    [view.title, view.description, view.id, view.incident?.title, ...view.tags].join('\n').toLowerCase();
  searchTexts.set(view, words);
  return words;
}
