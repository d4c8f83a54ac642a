import { draftKeys, forgetDraft, textDraft } from '../core/drafts';

const prefixOf = (caseKey: string) => `case/${encodeURIComponent(caseKey)}/`;

/** What the draft of a part of a case is kept under: its description, a comment by its id, the new comment. */
export const draftKey = (caseKey: string, part: string) => prefixOf(caseKey) + encodeURIComponent(part);

/** Those of a case that is deleted. */
export const forgetDraftsOf = (caseKey: string) => draftKeys(prefixOf(caseKey)).forEach(forgetDraft);

/** The parts that are no comment. */
export const [DESCRIPTION, NEW_COMMENT] = ['description', 'new comment'] as const;

/** A text that was being written. */
export interface KeptText {
  part: string;
  text: string;
}

/** The texts of a case that were being written. */
export function draftsOf(caseKey: string): KeptText[] {
  const prefix = prefixOf(caseKey);
  return draftKeys(prefix).flatMap((key) => {
    const text = textDraft(key)?.text ?? '';
    return text.trim() === '' ? [] : [{ part: decodeURIComponent(key.slice(prefix.length)), text }];
  });
}
