import type { CaseInput } from 'case-connectors';
import type { Action } from './action';

/**
 * A case as it came: the bytes of its JSON, since Kibana 9 of the pages of its comments, and of the answers with the
 * documents of its alerts. An edit changes the members
 * that it has to and leaves the rest alone, because the case belongs to whoever it came from. What was done to it here
 * stands beside it: the case itself holds only how it is now.
 */
export interface CaseFile {
  readonly json: Uint8Array;
  readonly commentPages: readonly Uint8Array[];
  /** None in a case that was kept before there were any. */
  readonly alertPages?: readonly Uint8Array[];
  readonly history: readonly Action[];
}

export type Json = { [key: string]: unknown };

export function toFile(
  json: string,
  commentPages: readonly string[] = [],
  alertPages: readonly string[] = [],
): CaseFile {
  const encoder = new TextEncoder();
  const bytesOf = (pages: readonly string[]) => pages.map((page) => encoder.encode(page));
  return {
    json: encoder.encode(json),
    commentPages: bytesOf(commentPages),
    alertPages: bytesOf(alertPages),
    history: [],
  };
}

/** What the engine takes. */
export function toInput({ json, commentPages, alertPages = [] }: CaseFile): CaseInput {
  if (commentPages.length === 0 && alertPages.length === 0) return json;
  return { securityCase: json, commentPages: [...commentPages], alertPages: [...alertPages] };
}

/** The JSON with a change, everything else as it was. */
export function edit(bytes: Uint8Array, change: (it: Json) => void): Uint8Array {
  const it = object(JSON.parse(new TextDecoder().decode(bytes), asWritten));
  change(it);
  return new TextEncoder().encode(JSON.stringify(it));
}

/** Keeps a number that JavaScript would write otherwise, such as a very long one, where the browser can. */
export function asWritten(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  const { rawJSON } = JSON as { rawJSON?: (source: string) => unknown };
  const source = typeof value === 'number' ? context?.source : undefined;
  return source !== undefined && source !== String(value) && rawJSON ? rawJSON(source) : value;
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

export function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
