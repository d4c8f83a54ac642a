import type { CaseView } from '../case_view';
import type { Configuration, FieldValue } from './read';

/** A custom field of a case, in words. */
export interface CustomFact {
  key: string;
  /** The key where no configuration names it. */
  label: string;
  /** `null` for one that is required and has no value. */
  value: string | null;
}

export function customFacts(view: Pick<CaseView, 'customFields'>, configuration: Configuration | null): CustomFact[] {
  const fields = configuration?.customFields ?? [];
  const labels = new Map(fields.map(({ key, label }) => [key, label]));
  const facts = view.customFields.map(({ key, value }) => ({ key, label: labels.get(key) ?? key, value: said(value) }));
  const isMissing = (key: string) => !facts.some((fact) => fact.key === key);
  const missing = fields.filter(({ key, required }) => required && isMissing(key));
  return [...facts, ...missing.map(({ key, label }) => ({ key, label, value: null }))];
}

function said(value: FieldValue): string {
  return typeof value === 'boolean' ? (value ? 'On' : 'Off') : String(value);
}
