import type { User } from 'case-connectors';

/** The parts of a case that a person changes as a whole. */
export type FieldName =
  | 'title'
  | 'description'
  | 'tags'
  | 'category'
  | 'severity'
  | 'status'
  | 'connector'
  | 'connectorFields';

export type Change =
  | { kind: 'field'; field: FieldName; before: string; after: string }
  /** What a comment said before an edit. */
  | { kind: 'commentEdited'; commentId: string; before: string }
  | { kind: 'commentDeleted'; commentId: string; before: string; author: User | null }
  | { kind: 'pushed'; connector: string; title: string; url: string };

/** What somebody did to a case here, and when. */
export type Action = Change & { at: string; by: User };
