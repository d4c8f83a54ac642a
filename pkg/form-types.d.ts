// Forms as data, and what is wrong with what was typed.
import type { FieldMapping } from './connector-types.js';
import type { ConnectorDraft, ConnectorTypeId } from './systems.js';
import type { ProblemCode } from './codes.js';

/** Of the host. `none`: it has none, or one that has expired. A host that passes no licence at all is not limited. */
export type License = 'none' | 'basic' | 'standard' | 'gold' | 'platinum' | 'enterprise' | 'trial';

/** A value of a form. White space around text is trimmed. */
export type FormValue = string | number | boolean | null | undefined;

/** A connector type with its form as data. */
export interface ConnectorType {
  id: ConnectorTypeId;
  name: string;
  /** Such as "To send cases to Jira or Jira Service Desk". */
  description: string;
  minimumLicense: License;
  /** Whether the licence that was passed is enough. */
  available: boolean;
  /** In the order in which they are shown. */
  fields: FormField[];
  /** The collapsed part. */
  advanced: FormField[];
  /** The remote fields that take mapped text. */
  targets: MappingTarget[];
  defaultMappings: FieldMapping[];
  /** What a case sets for its connector, in its `connector.fields`. */
  caseFields: CaseField[];
}

/** A field of a case that belongs to its connector. */
export interface CaseField {
  /** The key in the case's `connector.fields`, as Kibana names it. */
  key: string;
  label: string;
  /** `numbers` is a list, `json` the text of a JSON object. */
  kind: 'text' | 'number' | 'numbers' | 'flag' | 'json';
  help: string;
  /** Of a flag: what holds where the case says nothing. */
  default: boolean | null;
}

export interface FormField {
  key: string;
  /** Where the value lies in a draft, such as `config.apiUrl`; problems name the same path. */
  path: string;
  label: string;
  kind: 'text' | 'url' | 'secret' | 'flag' | 'select';
  required: boolean;
  secret: boolean;
  help: string;
  /** The heading below which it stands with others; fields of one group follow each other. */
  group: string | null;
  /** Of a select. */
  choices: { value: string; label: string }[] | null;
  default: string | boolean | null;
}

export interface MappingTarget {
  name: string;
  /** In UTF-16 units. */
  limit: number | null;
  required: boolean;
}

/** One problem of a form. */
export interface Problem {
  /** The path of the field; `null` where the whole form is meant. */
  field: string | null;
  /** Stable, such as `URL_NOT_HTTPS`. */
  code: ProblemCode;
  severity: 'error' | 'warning';
  message: string;
  /** The value that the person most likely means, to be taken over with one click: of a URL the base URL, of a select one of its choices. */
  suggestion: string | null;
}

export interface ValidateOptions {
  /** The stored connector, where the draft is an update: an empty secret then keeps the stored one. */
  existing?:
    | (ConnectorDraft & {
        isMissingSecrets?: boolean | undefined;
        deployment?: 'cloud' | 'dataCenter' | null | undefined;
      })
    | null
    | undefined;
  /** The names of the other connectors. */
  otherNames?: readonly string[] | undefined;
  license?: License | null | undefined;
}
