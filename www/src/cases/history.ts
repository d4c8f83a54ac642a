import { YOU } from '../shared/user';
import type { Action, Change } from './action';
import type { CaseFile } from './case_file';

export function recorded(file: CaseFile, change: Change): CaseFile {
  return { ...file, history: [...file.history, { ...change, at: new Date().toISOString(), by: YOU }] };
}

/** What a comment said before, oldest first. */
export function earlierTexts(history: readonly Action[], commentId: string) {
  return history.flatMap((it) => (it.kind === 'commentEdited' && it.commentId === commentId ? [it] : []));
}
