import type { CaseField, ConnectorFields } from 'case-connectors';

/** What stands in the form: whether a flag is on, the text of each other field, and JSON that cannot be read. */
export type CaseFieldDraft = { [key: string]: string | boolean };

/** No field's key begins so. */
const UNREAD = 'unread ';
const unreadKey = (path: string) => UNREAD + path;

/** The text of a live field that is no JSON yet, so that the case has no value of it. */
export function unreadAt(draft: CaseFieldDraft, path: string): string | null {
  const text = draft[unreadKey(path)];
  return typeof text === 'string' ? text : null;
}

export const withUnread = (draft: CaseFieldDraft, path: string, text: string): CaseFieldDraft => ({
  ...draft,
  [unreadKey(path)]: text,
});

export function withoutUnread(draft: CaseFieldDraft, path: string): CaseFieldDraft {
  const { [unreadKey(path)]: _, ...rest } = draft;
  return rest;
}

/** The live fields with such a text. */
export function unreadPaths(draft: CaseFieldDraft): string[] {
  return Object.keys(draft).flatMap((key) => (key.startsWith(UNREAD) ? [key.slice(UNREAD.length)] : []));
}

/**
 * Whether there is a text that would be lost if the case were saved. One of a field that the chosen issue type does not have
 * is not asked for; while nobody knows the fields each counts.
 */
export function hasUnread(draft: CaseFieldDraft, live: ConnectorFields | null): boolean {
  const isThere = (path: string) => live?.fields.some((it) => it.kind === 'json' && it.path === path) ?? true;
  return unreadPaths(draft).some(isThere);
}

/** What the form shows of the values that a case carries. */
export function draftOf(specs: readonly CaseField[], fields: { [key: string]: unknown } | null): CaseFieldDraft {
  const asText = (value: unknown) => {
    if (value === null || value === undefined) return '';
    if (Array.isArray(value)) return value.join(', ');
    return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
  };
  const shown = (spec: CaseField) => {
    const value = fields?.[spec.key];
    if (spec.kind !== 'flag') return asText(value);
    return typeof value === 'boolean' ? value : spec.default === true;
  };
  return Object.fromEntries(specs.map((spec) => [spec.key, shown(spec)]));
}

/** What the case carries of them: `null` for an empty one. Kibana keeps a number as text too. */
export function fieldsOf(specs: readonly CaseField[], draft: CaseFieldDraft): { [key: string]: unknown } {
  const fieldOf = ({ key, kind }: CaseField) => {
    const typed = draft[key] ?? '';
    if (typeof typed === 'boolean') return typed;
    const text = typed.trim();
    if (text === '') return null;
    return kind === 'numbers' ? text.split(/[\s,]+/).filter(Boolean) : text;
  };
  return Object.fromEntries(specs.map((spec) => [spec.key, fieldOf(spec)]));
}
