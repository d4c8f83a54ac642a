// Live fields: the per-case fields of a connector as its system describes them now.
import type { NoteCode } from './codes.js';
import type { AbortSignal } from './platform.js';
import type { ErrorDetails } from './push-types.js';

/** What a system asks of a new incident, for the account of a connector. */
export interface LiveFields {
  /** Of Jira: the id of the issue type that these are the fields of. */
  issueType: string | null;
  /** Of Jira: the incident whose edit screen was read too; `null` where none was asked for, or it could not be read. */
  incidentId: string | null;
  /** The fields that a case can set, the per-case fields of the form first. */
  fields: LiveField[];
  /** What happens to an additional field that is none of these; `unknown` where not all could be read. */
  others: 'refused' | 'dropped' | 'unknown';
  /** How many UTF-16 units the fields take that the mapping fills, by their names, where the system says so. */
  limits: { [field: string]: number };
  /** What could not be read, such as what the account may not see. */
  notes: { code: NoteCode; message: string }[];
}

/** Live fields as a host keeps them. */
export interface ConnectorFields extends LiveFields {
  /** When they were read, ISO 8601. */
  readAt: string;
  /** Why they could not be read anew, where these are kept ones; `null` otherwise. */
  error: ErrorDetails | null;
}

/** A field of a case that belongs to its connector, as the system describes it. */
export interface LiveField {
  /**
   * Where the value lies in the case's `connector.fields`: a key of the form's, or one within its additional fields, such as
   * `otherFields.customfield_10010`. `fieldValue` and `withFieldValue` read and set it; problems name it.
   */
  path: string;
  label: string;
  /**
   * `select` is one of the choices, `multiSelect` a list of them, `cascading` one of them or one of its children, `labels` a list
   * of words, `json` whatever the system's interface takes there.
   */
  kind:
    | 'text'
    | 'textArea'
    | 'url'
    | 'number'
    | 'flag'
    | 'date'
    | 'dateTime'
    | 'select'
    | 'multiSelect'
    | 'cascading'
    | 'labels'
    | 'json';
  /** `create`: a new incident needs it. `close`: closing does. `form`: the system's own form asks for it; only a write shows more. */
  required: 'create' | 'close' | 'form' | null;
  help: string;
  /** Empty where they are searched, or could not be read. */
  choices: LiveChoice[];
  /** What the system takes where the case says nothing. */
  default: unknown;
  /** The path of the field whose value decides which choices stand. */
  dependsOn: string | null;
  /** In UTF-16 units. */
  maxLength: number | null;
  /** Of a date: how it is written, in UTC, by the letters of Moment and Day.js; `x` is a number of milliseconds. */
  format: string | null;
  /** What `searchChoices` searches by; `null` where nothing is searched. */
  search: string | null;
  /** The incident `incidentId` takes no change of it. */
  readOnly: boolean;
}

export interface LiveChoice {
  /** What is stored in the case and sent. */
  value: unknown;
  label: string;
  /** The value of the field that the field depends on; `null` where the choice always stands. */
  when: string | null;
  /** Of a cascading field: the second list, each with the whole value. */
  children: LiveChoice[];
  /** No longer offered; an incident may still have it. */
  retired: boolean;
}

export interface FieldsOptions {
  /** Of Jira: the id of an issue type; the one that a case without any gets where it is missing. */
  issueType?: string | null | undefined;
  /** The id or key of an incident that is there already: `readOnly` says of which fields it takes no change. */
  incidentId?: string | null | undefined;
  /** Asks the system, whatever is kept. */
  refresh?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** Per request, in milliseconds; 10,000 where it is missing. */
  timeoutMs?: number | undefined;
}

export type SearchOptions = Pick<FieldsOptions, 'signal' | 'timeoutMs'>;
