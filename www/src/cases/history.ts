import type { User } from 'case-connectors';
import { YOU } from '../shared/user';
import type { CaseFile } from './case_file';

/** The parts of a case that a person changes as a whole. */
export type FieldName = 'title' | 'description' | 'tags' | 'severity' | 'status' | 'connector';

export type Change =
  | { kind: 'field'; field: FieldName; before: string; after: string }
  /** What a comment said before an edit. */
  | { kind: 'commentEdited'; commentId: string; before: string }
  | { kind: 'commentDeleted'; commentId: string; before: string; author: User | null }
  | { kind: 'pushed'; connector: string; title: string; url: string };

/** What somebody did to a case here, and when. */
export type Action = Change & { at: string; by: User };

export function recorded(file: CaseFile, change: Change): CaseFile {
  return { ...file, history: [...file.history, { ...change, at: new Date().toISOString(), by: YOU }] };
}

/** What a comment said before, oldest first. */
export function earlierTexts(history: readonly Action[], commentId: string) {
  return history.flatMap((it) => (it.kind === 'commentEdited' && it.commentId === commentId ? [it] : []));
}
