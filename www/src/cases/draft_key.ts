import { forgetDrafts } from '../core/drafts';

const prefixOf = (caseKey: string) => `case/${encodeURIComponent(caseKey)}/`;

/** What the draft of a part of a case is kept under: its description, a comment by its id, the new comment. */
export const draftKey = (caseKey: string, part: string) => prefixOf(caseKey) + encodeURIComponent(part);

/** Those of a case that is deleted. */
export const forgetDraftsOf = (caseKey: string) => forgetDrafts(prefixOf(caseKey));
