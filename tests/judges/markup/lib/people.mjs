/** The samples of tests/fixtures/people, and which words of a text another one has not. */
import { readFileSync } from 'node:fs';

/** Each sample of a file: what it is, the text, and its Markdown. */
export function samples(file) {
  const all = readFileSync(new URL(`../../../fixtures/people/${file}.txt`, import.meta.url), 'utf8');
  return all
    .split('\n@@@ ')
    .slice(1)
    .map((sample) => {
      const [, name, text, markdown] = /^(.*)\n([\s\S]*?)\n@@@\n([\s\S]*)$/.exec(sample);
      return { name, text, markdown: markdown.trimEnd() };
    });
}

/** Signs that mark a part of a word do not end it. */
const words = (text) =>
  text
    .replace(/[*^~`\\]/g, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words of `theirs` that `ours` has not, or not so often. */
export function missing(theirs, ours) {
  const left = new Map();
  for (const word of words(ours)) left.set(word, (left.get(word) ?? 0) + 1);
  return words(theirs).filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count < 1;
  });
}
