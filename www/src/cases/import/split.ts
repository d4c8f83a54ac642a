import { asWritten, list, object, type Json } from '../case_file';

/** What was pasted or chosen: cases, and pages of comments, each as JSON text. */
interface Given {
  cases: string[];
  pages: string[];
}

/**
 * Takes texts apart: a case, the answer of `_find` or a list of cases, a page of comments or a list of pages. What is no
 * JSON stays as it is: the engine's message about it is the better one.
 */
export function takeApart(texts: readonly string[]): Given {
  const given: Given = { cases: [], pages: [] };
  for (const text of texts) {
    const value = parsed(text);
    const many = Array.isArray(value) ? value : list(object(value).cases);
    const isMany = Array.isArray(value) || Array.isArray(object(value).cases);
    if (!isMany) (isPage(object(value)) ? given.pages : given.cases).push(text);
    for (const it of many) (isPage(object(it)) ? given.pages : given.cases).push(JSON.stringify(it));
  }
  return given;
}

function isPage(it: Json): boolean {
  return Array.isArray(it.comments) && !('title' in it);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, asWritten);
  } catch {
    return null;
  }
}
