import { YOU } from '../shared/user';
import { edit, object, type CaseFile, type Json } from './case_file';
import { viewOf, type CaseConnector, type CaseView } from './case_view';
import { CaseChanged } from './changed';
import { recorded } from './history';

/** What a person types or chooses. */
export interface Fields {
  title: string;
  description: string;
  severity: string;
  status: string;
}

/** An edit refuses where another value stands there now than the person saw; with `ANY` it overwrites. */
export const ANY = Symbol('any value');
export type Seen<T> = T | typeof ANY;

export function setField<F extends keyof Fields>(name: F, seen: Seen<CaseView[F]>, value: Fields[F]) {
  return (file: CaseFile): CaseFile => {
    const now = viewOf(file)[name];
    const [before, after] = [now ?? '', value as string];
    if (seen !== ANY && before !== (seen ?? '') && before !== after) throw new CaseChanged(name, before);
    if (before === after) return file;
    const members: Json = { [name]: value, ...(name === 'status' && closing(value as string)) };
    return recorded(withMembers(file, members), { kind: 'field', field: name, before, after });
  };
}

/** The tags that were added and taken away; those of another tab stay. */
export function setTags(seen: readonly string[], tags: readonly string[]) {
  return (file: CaseFile): CaseFile => {
    const before = viewOf(file).tags;
    const left = before.filter((tag) => tags.includes(tag) || !seen.includes(tag));
    const after = [...new Set([...left, ...tags.filter((tag) => !seen.includes(tag))])];
    const change = {
      kind: 'field' as const,
      field: 'tags' as const,
      before: before.join(', '),
      after: after.join(', '),
    };
    return change.before === change.after ? file : recorded(withMembers(file, { tags: after }), change);
  };
}

/** What is changed in several cases at once; an empty text changes nothing. */
export interface BulkEdit {
  status: string;
  severity: string;
  added: string[];
  removed: string[];
}

export function editAll({ status, severity, added, removed }: BulkEdit) {
  return (file: CaseFile): CaseFile => {
    const { tags } = viewOf(file);
    const left = tags.filter((tag) => !removed.includes(tag));
    const edits = [
      ...(status ? [setField('status', ANY, status)] : []),
      ...(severity ? [setField('severity', ANY, severity)] : []),
      setTags(tags, [...left, ...added.filter((tag) => !left.includes(tag))]),
    ];
    return edits.reduce((file, edit) => edit(file), file);
  };
}

export function setConnector(seen: Seen<CaseConnector>, connector: CaseConnector) {
  return (file: CaseFile): CaseFile => {
    const now = viewOf(file).connector;
    if (seen !== ANY && JSON.stringify(now) !== JSON.stringify(seen)) throw new CaseChanged('connector', null);
    const isSame = now.id === connector.id;
    const change = {
      kind: 'field' as const,
      field: isSame ? ('connectorFields' as const) : ('connector' as const),
      before: isSame ? fieldsText(now, connector) : now.name,
      after: isSame ? fieldsText(connector, now) : connector.name,
    };
    return recorded(withMembers(file, { connector }), change);
  };
}

/**
 * Another connector, with the fields that `held` has of it: they belong to one connector, and none go along to another. Those
 * that the case has now are held, so that whoever passes over a connector and comes back loses none.
 */
export function chooseConnector(held: Map<string, Json | null>, connector: Omit<CaseConnector, 'fields'>) {
  return (file: CaseFile): CaseFile => {
    const { id, fields } = viewOf(file).connector;
    held.set(id, fields);
    return setConnector(ANY, { ...connector, fields: held.get(connector.id) ?? null })(file);
  };
}

/** The per-case fields that have a value, and another one than in `other`, as the activity names them. */
function fieldsText({ fields }: CaseConnector, other: CaseConnector): string {
  const [own, others] = [namedFields(fields), new Map(namedFields(other.fields))];
  const changed = own.filter(([name, value]) => others.get(name) !== value);
  return changed.map(([name, value]) => `${name}: ${value}`).join(', ');
}

/** Additional fields are kept as one text of JSON: each of them is a field to whoever has filled it. */
function namedFields(fields: Json | null): [name: string, value: string][] {
  return Object.entries(fields ?? {}).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === '') return [];
    if (typeof value !== 'string') return [[name, JSON.stringify(value)]];
    const several = objectIn(value);
    return several ? namedFields(several) : [[name, value]];
  });
}

function objectIn(text: string): Json | null {
  if (!text.startsWith('{')) return null;
  try {
    return object(JSON.parse(text));
  } catch {
    return null;
  }
}

function withMembers(file: CaseFile, members: Json): CaseFile {
  return { ...file, json: edit(file.json, (it) => Object.assign(it, members, updatedNow())) };
}

export function updatedNow() {
  return { updated_at: new Date().toISOString(), updated_by: YOU };
}

function closing(status: string) {
  const isClosed = status === 'closed';
  return { closed_at: isClosed ? new Date().toISOString() : null, closed_by: isClosed ? YOU : null };
}
