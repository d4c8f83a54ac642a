import { YOU } from '../shared/user';
import { edit, type CaseFile, type Json } from './case_file';
import { viewOf, type CaseConnector, type CaseView } from './case_view';
import { CaseChanged } from './changed';
import type { FieldName } from './action';
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

export function setConnector(seen: Seen<CaseConnector>, connector: CaseConnector) {
  return (file: CaseFile): CaseFile => {
    const now = viewOf(file).connector;
    if (seen !== ANY && JSON.stringify(now) !== JSON.stringify(seen)) throw new CaseChanged('connector', null);
    const change = { kind: 'field' as const, field: 'connector' as FieldName, before: now.name, after: connector.name };
    return recorded(withMembers(file, { connector }), change);
  };
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
