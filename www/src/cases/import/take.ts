import type { Engine } from '../../core/engine';
import { toDetails, type ShownError } from '../../shared/error';
import type { Kept } from '../configuration/stored';
import { toFile, toInput, type CaseFile } from '../case_file';
import { viewOf } from '../case_view';
import { keyFor, type Files } from '../case_database';
import { takeApart, type Source } from './split';

export type Taken =
  | { state: 'imported'; title: string; key: string }
  /** It says that it has more comments than came along. */
  | { state: 'withoutComments'; title: string; key: string }
  | { state: 'here'; title: string; key: string }
  | { state: 'refused'; title: string; place: string; error: ShownError };

/** How many cases are read before the page may draw again. */
const AT_ONCE = 20;

/** Has the engine read what was given, and says what becomes of each case. `files` are those to be kept. */
export async function take(
  engine: Engine,
  sources: readonly Source[],
  here: Files,
  isReplacing: boolean,
): Promise<{ files: Files; taken: Taken[]; configurations: Kept[] }> {
  const { cases, pages, alerts, configurations, places } = takeApart(sources);
  if ([cases, pages, alerts, configurations].every(({ length }) => length === 0)) throw new NothingInIt();
  if (cases.length !== 1) {
    if (pages.length > 0) throw new PartsOfWhich('COMMENTS_OF_WHICH', 'Pages of comments');
    if (alerts.length > 0) throw new PartsOfWhich('ALERTS_OF_WHICH', 'Documents of alerts');
  }
  const idsHere = new Map(Object.entries(here).map(([key, file]) => [viewOf(file).id, key]));
  const files: { [key: string]: CaseFile } = {};
  const taken: Taken[] = [];
  for (const [at, text] of cases.entries()) {
    if (at % AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve));
    const file = toFile(text, pages, alerts);
    const problem = problemOf(engine, file);
    if (problem && problem.code !== 'COMMENTS_MISSING') {
      taken.push({
        state: 'refused',
        title: titleOf(text) ?? places[at] ?? '',
        place: places[at] ?? '',
        error: problem,
      });
      continue;
    }
    const { id, title } = viewOf(file);
    const keyHere = idsHere.get(id);
    const key = keyHere ?? keyFor(id);
    if (keyHere && (!isReplacing || keyHere in files)) {
      taken.push({ state: 'here', title, key });
      continue;
    }
    files[key] = file;
    idsHere.set(id, key);
    taken.push({ state: problem ? 'withoutComments' : 'imported', title, key });
  }
  return { files, taken, configurations };
}

function problemOf({ api }: Engine, file: CaseFile): ShownError | null {
  try {
    api.readCase(toInput(file));
    return null;
  } catch (error) {
    return toDetails(error);
  }
}

function titleOf(text: string): string | null {
  try {
    const { title } = JSON.parse(text) as { title?: unknown };
    return typeof title === 'string' ? title : null;
  } catch {
    return null;
  }
}

/** What comes beside a case does not name it. */
class PartsOfWhich extends Error {
  readonly remedy = 'Import each case alone with its own pages of comments and documents of alerts.';

  constructor(
    readonly code: string,
    parts: string,
  ) {
    super(`${parts} do not say which case they belong to.`);
  }
}

class NothingInIt extends Error {
  readonly code = 'NOTHING_TO_IMPORT';
  readonly remedy = 'Choose a file with cases, or with a case configuration.';
  constructor() {
    super('There is nothing in it.');
  }
}
