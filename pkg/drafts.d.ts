import type { ConnectorDraft, ConnectorType, FormValue, Problem } from './types.js';

/** A draft for a new connector: the defaults of the form, and empty texts. */
export function emptyDraft(type: ConnectorType): ConnectorDraft;

/** What a draft holds at a field's `path`, such as `config.apiUrl`; `undefined` where it holds nothing there. */
export function getValue(draft: ConnectorDraft, path: string): FormValue;

/**
 * A new draft with another value at a field's `path`; the old one stays as it was. Throws `OPTIONS_INVALID` for a path that no
 * form has.
 */
export function setValue<Draft extends ConnectorDraft>(draft: Draft, path: string, value: FormValue): Draft;

export interface VisibleOptions {
  /** The paths of the fields that the person has left once. */
  touched?: Iterable<string> | undefined;
  /** Whether the person has tried to save. */
  submitted?: boolean | undefined;
}

/**
 * The problems that it is time to show. After the first attempt to save: all. Before: those of the fields that were left, and
 * what holds whatever the person types next, which are the warnings and `SECRET_AGAIN`.
 */
export function visibleProblems(problems: readonly Problem[], options?: VisibleOptions): Problem[];
