import type { CaseInput, PushOutcome } from 'case-connectors';
import { YOU } from '../shared/user';

/**
 * A case as it came: the bytes of its JSON and, since Kibana 9, of the pages of its comments. An edit changes the members
 * that it has to and leaves the rest alone, because the case belongs to whoever it came from.
 */
export interface CaseFile {
  readonly json: Uint8Array;
  readonly commentPages: readonly Uint8Array[];
}

type Json = { [key: string]: unknown };

export function toFile(json: string, commentPages: readonly string[] = []): CaseFile {
  const encoder = new TextEncoder();
  return { json: encoder.encode(json), commentPages: commentPages.map((page) => encoder.encode(page)) };
}

/** What the engine takes. */
export function toInput(file: CaseFile): CaseInput {
  return file.commentPages.length === 0
    ? file.json
    : { securityCase: file.json, commentPages: [...file.commentPages] };
}

export function setTitle(file: CaseFile, title: string): CaseFile {
  return { ...file, json: edit(file.json, (it) => Object.assign(it, { title, ...updatedNow() })) };
}

export function addComment(file: CaseFile, text: string): CaseFile {
  const comment = {
    id: crypto.randomUUID(),
    version: 'WzEsMV0=',
    type: 'user',
    owner: read(file.json)['owner'] ?? 'securitySolution',
    comment: text,
    created_at: new Date().toISOString(),
    created_by: YOU,
    pushed_at: null,
    pushed_by: null,
    updated_at: null,
    updated_by: null,
  };
  const last = file.commentPages.length - 1;
  return {
    json: edit(file.json, (it) => {
      Object.assign(it, { totalComment: number(it['totalComment']) + 1, ...updatedNow() });
      if (last < 0) it['comments'] = [...list(it['comments']), comment];
    }),
    commentPages: file.commentPages.map((page, at) =>
      edit(page, (it) => {
        it['total'] = number(it['total']) + 1;
        if (at === last) it['comments'] = [...list(it['comments']), comment];
      }),
    ),
  };
}

export function editComment(file: CaseFile, id: string, text: string): CaseFile {
  return changeComments(
    { ...file, json: edit(file.json, (it) => Object.assign(it, updatedNow())) },
    (comment) => {
      if (comment['id'] !== id) return;
      if (comment['type'] === 'comment') comment['data'] = { ...object(comment['data']), content: text };
      else comment['comment'] = text;
      Object.assign(comment, updatedNow());
    },
  );
}

export function idOf(file: CaseFile): string {
  return String(read(file.json)['id']);
}

/** Whether the case is still the one that a push has written into: an edit since then must not be lost. */
export function isSameVersion(file: CaseFile, written: Uint8Array | null): boolean {
  if (!written) return false;
  const [ours, theirs] = [read(file.json), read(written)];
  const isSame = (name: string) => ours[name] === theirs[name];
  return isSame('id') && isSame('updated_at') && list(ours['comments']).length === list(theirs['comments']).length;
}

/** The case after a push. The engine writes into the case; pages of comments are stamped by whoever holds them: us. */
export function afterPush(file: CaseFile, outcome: PushOutcome): CaseFile {
  if (!outcome.updatedCase) return file;
  const pushed = new Map(outcome.pushedComments.map(({ id, pushedAt }) => [id, pushedAt]));
  return {
    json: outcome.updatedCase,
    commentPages: file.commentPages.map((page) =>
      edit(page, (it) => {
        for (const comment of list(it['comments']).map(object)) {
          const at = pushed.get(String(comment['id']));
          if (at) Object.assign(comment, { pushed_at: at, pushed_by: YOU });
        }
      }),
    ),
  };
}

function changeComments(file: CaseFile, change: (comment: Json) => void): CaseFile {
  const within = (it: Json) => list(it['comments']).map(object).forEach(change);
  return { json: edit(file.json, within), commentPages: file.commentPages.map((page) => edit(page, within)) };
}

function edit(bytes: Uint8Array, change: (it: Json) => void): Uint8Array {
  const it = object(JSON.parse(new TextDecoder().decode(bytes), asWritten));
  change(it);
  return new TextEncoder().encode(JSON.stringify(it));
}

/** Keeps a number that JavaScript would write otherwise, such as a very long one, where the browser can. */
function asWritten(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  const { rawJSON } = JSON as { rawJSON?: (source: string) => unknown };
  const source = typeof value === 'number' ? context?.source : undefined;
  return source !== undefined && source !== String(value) && rawJSON ? rawJSON(source) : value;
}

function updatedNow() {
  return { updated_at: new Date().toISOString(), updated_by: YOU };
}

export function read(bytes: Uint8Array): Json {
  return object(JSON.parse(new TextDecoder().decode(bytes)));
}

export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
