import { asWritten, list, object, type Json } from '../case_file';
import { isConfiguration, readConfiguration } from '../configuration/read';
import type { Kept } from '../configuration/stored';
import { casesOfExport, objectsOfLines } from './saved_objects';

/** What was pasted or chosen: cases, pages of comments, and answers with documents of alerts, each as JSON text. */
interface Given {
  cases: string[];
  pages: string[];
  alerts: string[];
  configurations: Kept[];
  /** Where each case comes from, in words. */
  places: string[];
}

/** A text, and what it is called: the name of a file. */
export interface Source {
  name: string;
  text: string;
}

/**
 * Takes texts apart: a case, the answer of `_find` or a list of cases, a page of comments or a list of pages, the answer
 * of a search for alerts or a list of them, an export of saved objects, the answer of `GET /api/cases/configure`. What is no JSON stays as it is: the engine's message about it is the better one.
 */
export function takeApart(sources: readonly Source[]): Given {
  const given: Given = { cases: [], pages: [], alerts: [], configurations: [], places: [] };
  for (const { name, text } of sources) {
    const before = given.cases.length;
    split(text, given);
    const found = given.cases.length - before;
    for (let at = 1; at <= found; at += 1) given.places.push(found === 1 ? name : `${name}, case ${at}`);
  }
  return given;
}

function split(text: string, given: Given): void {
  const value = parsed(text) ?? linesOf(text);
  const exported = casesOfExport(Array.isArray(value) ? value : [value]);
  if (exported) {
    given.cases.push(...exported.map((it) => JSON.stringify(it)));
    return;
  }
  const configured = Array.isArray(value) ? value : [value];
  if (configured.length > 0 && configured.every((it) => isConfiguration(object(it)))) {
    for (const [at, raw] of configured.entries()) {
      const path = Array.isArray(value) ? `[${at}]` : '';
      given.configurations.push({ raw, configuration: readConfiguration(raw, path) });
    }
    return;
  }
  const many = Array.isArray(value) ? value : list(object(value).cases);
  const isMany = Array.isArray(value) || Array.isArray(object(value).cases);
  if (!isMany) given[kindOf(object(value))].push(text);
  for (const it of many) given[kindOf(object(it))].push(JSON.stringify(it));
}

function kindOf(it: Json): 'cases' | 'pages' | 'alerts' {
  if ('title' in it) return 'cases';
  if (Array.isArray(object(it.hits).hits)) return 'alerts';
  return Array.isArray(it.comments) ? 'pages' : 'cases';
}

/** An export has an object on each line; nothing where one of them is no JSON. */
function linesOf(text: string): unknown {
  const objects = objectsOfLines(text, parsed);
  return objects.length > 1 && !objects.includes(null) ? objects : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, asWritten);
  } catch {
    return null;
  }
}
