import { object, type Json } from '../case_file';

export type FieldValue = string | number | boolean;

/** A field of the organization's own, as Kibana's configuration has it. */
export interface FieldOfConfiguration {
  key: string;
  label: string;
  type: 'text' | 'number' | 'toggle';
  required: boolean;
  defaultValue: FieldValue | null;
}

/** The connector of Kibana that a template names, with its per-case fields. */
export interface TemplateConnector {
  id: string;
  name: string;
  type: string;
  fields: Json | null;
}

/** What Kibana does with the alerts of a case. */
export interface CaseSettings {
  syncAlerts: boolean;
  extractObservables?: boolean;
}

/** What a template gives a new case; what it says nothing of is `null`. */
export interface Template {
  key: string;
  name: string;
  title: string | null;
  description: string | null;
  tags: string[] | null;
  severity: string | null;
  category: string | null;
  assignees: string[] | null;
  connector: TemplateConnector | null;
  settings: CaseSettings | null;
  customFields: { [key: string]: FieldValue };
}

/** Of one owner: a solution of Kibana. */
export interface Configuration {
  owner: string;
  customFields: FieldOfConfiguration[];
  templates: Template[];
}

/** The limits of Kibana's Cases API. */
const MOST = 10;
const KEY = 36;
const LABEL = 50;
export const FIELD_TEXT = 160;
const TYPES = ['text', 'number', 'toggle'] as const;
const SEVERITIES = ['low', 'medium', 'high', 'critical'];

/** Whether it is the answer of `GET /api/cases/configure`, or one of its configurations. */
export function isConfiguration(it: Json): boolean {
  return !('title' in it) && ('closure_type' in it || Array.isArray(it.templates));
}

/** The configuration at `path`, or `CONFIGURATION_INVALID` with the path of what cannot be read. */
export function readConfiguration(value: unknown, path = ''): Configuration {
  const it = members(value, path);
  const at = (name: string) => (path ? `${path}.${name}` : name);
  const customFields = items(it.customFields, at('customFields')).map(([field, at]) => fieldOf(field, at));
  isEachOnce(customFields, at('customFields'));
  const templates = items(it.templates, at('templates')).map(([one, at]) => templateOf(one, at, customFields));
  isEachOnce(templates, at('templates'));
  return { owner: words(it.owner, at('owner'), LABEL), customFields, templates };
}

/** Whether a field of this type can have the value. */
export function isOfType(type: FieldOfConfiguration['type'], value: unknown): value is FieldValue {
  if (type === 'toggle') return typeof value === 'boolean';
  if (type === 'number') return Number.isSafeInteger(value);
  return typeof value === 'string' && value.trim() !== '' && value.length <= FIELD_TEXT;
}

function fieldOf(value: unknown, path: string): FieldOfConfiguration {
  const it = members(value, path);
  const type = TYPES.find((known) => known === it.type);
  if (!type) throw new ConfigurationInvalid(`${path}.type`, `is none of ${TYPES.join(', ')}`);
  if (typeof it.required !== 'boolean') throw new ConfigurationInvalid(`${path}.required`, 'is neither true nor false');
  return {
    key: words(it.key, `${path}.key`, KEY),
    label: words(it.label, `${path}.label`, LABEL),
    type,
    required: it.required,
    defaultValue: knownValue(type, it.defaultValue, `${path}.defaultValue`),
  };
}

function templateOf(value: unknown, path: string, fields: readonly FieldOfConfiguration[]): Template {
  const it = members(value, path);
  const inCase = `${path}.caseFields`;
  const given = it.caseFields === null || it.caseFields === undefined ? {} : members(it.caseFields, inCase);
  const customFields: { [key: string]: FieldValue } = {};
  for (const [one, at] of items(given.customFields, `${inCase}.customFields`)) {
    const { key, value } = members(one, at);
    const field = fields.find((field) => field.key === key);
    if (!field) throw new ConfigurationInvalid(`${at}.key`, 'is no custom field of this configuration');
    const known = knownValue(field.type, value, `${at}.value`);
    if (known !== null) customFields[field.key] = known;
  }
  const severity = optional(given.severity, `${inCase}.severity`, LABEL);
  if (severity !== null && !SEVERITIES.includes(severity)) {
    throw new ConfigurationInvalid(`${inCase}.severity`, `is none of ${SEVERITIES.join(', ')}`);
  }
  const listed = (name: string) =>
    given[name] === null || given[name] === undefined ? null : items(given[name], `${inCase}.${name}`);
  return {
    key: words(it.key, `${path}.key`, KEY),
    name: words(it.name, `${path}.name`, LABEL),
    title: optional(given.title, `${inCase}.title`, 160),
    description: optional(given.description, `${inCase}.description`, 30_000),
    tags: listed('tags')?.map(([tag, at]) => words(tag, at, 256)) ?? null,
    severity,
    category: optional(given.category, `${inCase}.category`, LABEL),
    assignees: listed('assignees')?.map(([one, at]) => words(members(one, at).uid, `${at}.uid`, 256)) ?? null,
    connector: connectorOf(given.connector, `${inCase}.connector`),
    settings: settingsOf(given.settings, `${inCase}.settings`),
    customFields,
  };
}

function connectorOf(value: unknown, path: string): TemplateConnector | null {
  if (value === null || value === undefined) return null;
  const { id, name, type, fields } = members(value, path);
  // Kibana's name for none: what a case without a connector gets is for this browser to say.
  if (type === '.none') return null;
  return {
    id: words(id, `${path}.id`, 256),
    name: words(name, `${path}.name`, 1024),
    type: words(type, `${path}.type`, 256),
    fields: fields === null || fields === undefined ? null : members(fields, `${path}.fields`),
  };
}

function settingsOf(value: unknown, path: string): CaseSettings | null {
  if (value === null || value === undefined) return null;
  const { syncAlerts = true, extractObservables } = members(value, path);
  const given = { syncAlerts, ...(extractObservables !== undefined && { extractObservables }) };
  for (const [name, it] of Object.entries(given)) {
    if (typeof it !== 'boolean') throw new ConfigurationInvalid(`${path}.${name}`, 'is neither true nor false');
  }
  return given as CaseSettings;
}

/** Those that a draft has kept. */
export function keptSettings(value: unknown): CaseSettings | null {
  try {
    return settingsOf(value, 'settings');
  } catch {
    return null;
  }
}

function knownValue(type: FieldOfConfiguration['type'], value: unknown, path: string): FieldValue | null {
  if (value === null || value === undefined || value === '') return null;
  if (isOfType(type, value)) return value;
  const kinds = {
    text: `no text of at most ${FIELD_TEXT} characters`,
    number: 'no whole number',
    toggle: 'neither true nor false',
  };
  throw new ConfigurationInvalid(path, `is ${kinds[type]}`);
}

function members(value: unknown, path: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return object(value);
  throw new ConfigurationInvalid(path || 'configuration', 'is no object');
}

/** Older versions of Kibana leave the lists out. */
function items(value: unknown, path: string): [unknown, string][] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new ConfigurationInvalid(path, 'is no list');
  if (value.length > MOST) throw new ConfigurationInvalid(path, `has more than ${MOST}`);
  return value.map((one: unknown, at) => [one, `${path}[${at}]`]);
}

function words(value: unknown, path: string, most: number): string {
  if (typeof value !== 'string' || value.trim() === '') throw new ConfigurationInvalid(path, 'is no text');
  if (value.trim().length > most) throw new ConfigurationInvalid(path, `has more than ${most} characters`);
  return value;
}

function optional(value: unknown, path: string, most: number): string | null {
  return value === null || value === undefined || value === '' ? null : words(value, path, most);
}

function isEachOnce(all: readonly { key: string }[], path: string): void {
  const at = all.findIndex(({ key }, at) => all.findIndex((other) => other.key === key) !== at);
  if (at >= 0) throw new ConfigurationInvalid(`${path}[${at}].key`, 'is there twice');
}

export class ConfigurationInvalid extends Error {
  readonly code = 'CONFIGURATION_INVALID';
  readonly remedy = 'Save the answer of GET /api/cases/configure once more, and import that file as it is.';
  constructor(
    readonly field: string,
    problem: string,
  ) {
    super(`The case configuration cannot be read: ${field} ${problem}.`);
  }
}
