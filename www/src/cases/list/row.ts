import type { Facts, PushState } from '../../app/facts';
import type { CaseView } from '../case_view';
import { viewOf } from '../case_view';
import type { Files } from '../kept';

/** A case as the list shows it, with what the search looks through. */
export interface Row {
  key: string;
  view: CaseView;
  words: string;
  connector: string | null;
  state: PushState | null;
}

export function rowsOf(files: Files, facts: Facts | null): Row[] {
  return Object.entries(files).map(([key, file]) => {
    const view = viewOf(file);
    return {
      key,
      view,
      words: wordsOf(view),
      connector: facts?.connectorOf(view)?.name ?? null,
      state: facts?.stateOf(key) ?? null,
    };
  });
}

const known = new WeakMap<CaseView, string>();

function wordsOf(view: CaseView): string {
  const words = known.get(view) ?? [view.title, view.description, view.id, view.incident?.title, ...view.tags].join('\n').toLowerCase();
  known.set(view, words);
  return words;
}
