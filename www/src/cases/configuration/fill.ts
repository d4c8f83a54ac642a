import type { Json } from '../case_file';
import {
  FIELD_TEXT,
  isOfType,
  type CaseSettings,
  type Configuration,
  type FieldOfConfiguration,
  type FieldValue,
  type Template,
} from './read';

/** What was typed for custom fields, by their keys; a field that is not in it has its default. */
export type Typed = { [key: string]: string | boolean };

/** What a new case begins with. */
export const USUAL_SEVERITY = 'low';

/** What a template can fill of a new case. */
export interface Fillable {
  template: string;
  title: string;
  description: string;
  tags: string[];
  severity: string;
  category: string | null;
  assignees: string[];
  settings: CaseSettings | null;
  customFields: Typed;
  /** Of this browser; empty for the default one. */
  connectorId: string;
  /** What was typed for the connector, and what the case gets of it. */
  typed: { [key: string]: string | boolean };
  fields: { [key: string]: unknown } | null;
}

/** What is compared of the connectors of this browser. */
export interface Here {
  id: string;
  name: string;
  type: string;
}

/** The connector of this browser that a template means: of its type, and with its id, or else alone with its name. */
export function connectorHere({ connector }: Template, connectors: readonly Here[]): Here | null {
  const ofType = connectors.filter(({ type }) => type === connector?.type);
  const named = ofType.filter(({ name }) => name === connector?.name);
  return ofType.find(({ id }) => id === connector?.id) ?? (named.length === 1 ? (named[0] ?? null) : null);
}

/** The control's value: texts and numbers are typed. */
export function shownOf(field: FieldOfConfiguration, typed: Typed): string | boolean {
  const value = typed[field.key];
  if (field.type === 'toggle') return typeof value === 'boolean' ? value : field.defaultValue === true;
  return typeof value === 'string' ? value : String(field.defaultValue ?? '');
}

export function fieldProblem(field: FieldOfConfiguration, typed: Typed): string | undefined {
  const shown = shownOf(field, typed);
  if (typeof shown === 'boolean') return undefined;
  if (shown.trim() === '') return field.required ? `${field.label} is required.` : undefined;
  if (isOfType(field.type, typedValue(field, shown))) return undefined;
  return field.type === 'number' ? 'Enter a whole number.' : `At most ${FIELD_TEXT} characters.`;
}

/** As Kibana's API has them: each field of the configuration, without a value as `null`. */
export function customFieldsOf(configuration: Configuration | null, typed: Typed): Json[] {
  return (configuration?.customFields ?? []).map((field) => {
    const shown = shownOf(field, typed);
    const isEmpty = typeof shown === 'string' && shown.trim() === '';
    return { key: field.key, type: field.type, value: isEmpty ? null : typedValue(field, shown) };
  });
}

function typedValue(field: FieldOfConfiguration, shown: string | boolean): FieldValue {
  return field.type === 'number' && typeof shown === 'string' ? Number(shown) : shown;
}

/** The form filled from a template: what it says nothing of stays as it was typed. */
export function filled<T extends Fillable>(draft: T, template: Template | null, connectors: readonly Here[]): T {
  if (!template) return { ...draft, template: '', category: null, assignees: [], settings: null };
  const connector = connectorHere(template, connectors);
  const custom = Object.entries(template.customFields).map(([key, value]) => [
    key,
    typeof value === 'number' ? String(value) : value,
  ]);
  return {
    ...draft,
    template: template.key,
    title: template.title ?? draft.title,
    description: template.description ?? draft.description,
    tags: template.tags ?? draft.tags,
    severity: template.severity ?? draft.severity,
    // Nobody types these: they come from the chosen template alone.
    category: template.category,
    assignees: template.assignees ?? [],
    settings: template.settings,
    ...(connector && { connectorId: connector.id, typed: {}, fields: template.connector?.fields ?? null }),
    customFields: { ...draft.customFields, ...(Object.fromEntries(custom) as Typed) },
  };
}

/** Whether filling the form would take away something that is in it. */
export function takesAway(draft: Fillable, template: Template | null, connectors: readonly Here[]): boolean {
  const after = filled(draft, template, connectors);
  const isLost = (before: string | boolean | undefined, now: string | boolean | undefined) =>
    before !== undefined && before !== '' && before !== now;
  return (
    isLost(draft.title.trim(), after.title.trim()) ||
    isLost(draft.description.trim(), after.description.trim()) ||
    isLost(draft.connectorId, after.connectorId) ||
    (draft.severity !== USUAL_SEVERITY && after.severity !== draft.severity) ||
    (draft.fields !== null && after.fields !== draft.fields) ||
    draft.tags.some((tag) => !after.tags.includes(tag)) ||
    Object.keys(draft.customFields).some((key) => isLost(draft.customFields[key], after.customFields[key]))
  );
}
