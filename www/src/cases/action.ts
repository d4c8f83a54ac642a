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
  | { kind: 'pushed'; connector: string; title: string; url: string }
  /** What the other team had done was taken over: how many parts of it. */
  | { kind: 'pulled'; system: string; parts: number };

/** What somebody did to a case here, and when. */
export type Action = Change & { at: string; by: User };
