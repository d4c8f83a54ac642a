/** Which signs of a Markdown nobody sees any more in what became of it. */
import { decoded } from './judges.mjs';

/** What Markdown is made of may go, and so may white space. */
const MARKUP = /[\s*_~`#>|+\-=[\]()<>!.:{}&;]/u;

const INFO = /^((?:[ \t>]|[-*+][ \t]+|\d+\.[ \t]+)*(?:`{3,}|~{3,}))[^\n`]*$/gm;
const NUMBER = /^(?:[ \t>]|[-*+][ \t]+|\d+\.[ \t]+)*\d+\.(?=\s|$)/gm;
const ESCAPED = /\\(?=[\\`*{}[\]()#+\-.!_>~|])/g;
const DEFINITION = /^(?:[ \t>]|[-*+][ \t]|\d+\.[ \t])*\[([^\]\n]+)\]:/gm;

const GONE = '\ue000';

const key = (label) => label.replace(/\s+/g, ' ').trim().toLowerCase();

/** Labels of definitions that something refers to are shown nowhere, and neither is what refers by them. */
function withoutLabels(source, images) {
  const labels = new Set([...source.matchAll(DEFINITION)].map(([, label]) => key(label)));
  if (labels.size === 0) return source;
  const asked = new Map();
  for (const [, label] of source.matchAll(/\[([^[\]]+)\]/g)) asked.set(key(label), (asked.get(key(label)) ?? 0) + 1);
  // Of two definitions of one label the second is text, which lib/order.mjs misses.
  const isUsed = (label) => labels.has(key(label)) && asked.get(key(label)) > 1;
  return source
    .replace(DEFINITION, (all, label) => (isUsed(label) ? (images ? GONE : '') : all))
    .replace(new RegExp(`${GONE}.*`, 'g'), '')
    .replace(/\]\s?\[([^[\]]+)\]/g, (all, label) => (isUsed(label) ? '' : all));
}

/** The signs that must stay: letters, digits, and what paths, commands and queries are made of. */
function counted(text) {
  const all = new Map();
  for (const sign of text) if (!MARKUP.test(sign)) all.set(sign, (all.get(sign) ?? 0) + 1);
  return all;
}

/** The target of an image within a link, which the loss of the image names. */
const withoutImages = (source) =>
  source.replace(/\[(?:[^[\]]|\[[^[\]]{0,99}\]){0,299}(?:!\[(?:\\.|[^\]\\])*\]\([^)]*\)[^[\]]*)+\](?=[([])/g, (link) =>
    link.replace(/!\[((?:\\.|[^\]\\])*)\]\([^)]*\)/g, ' $1 '),
  );

const plain = (text) => text.replace(/%([0-9a-f]{2})/gi, (_, byte) => String.fromCharCode(Number.parseInt(byte, 16)));

/** A target may be written in another way, and what leads to itself stands there once. */
const once = (source) =>
  source
    .replace(/<mailto:([^\s<>]+)>/gi, '$1')
    .replace(/\[([^\]\s]+)\]\(([^)\s]+)\)/g, (all, text, target) => (plain(target) === text ? text : all))
    .replace(/\[\s*`?([^\]`]+?)`?\s*\]\(<?(?:mailto:|http:\/\/)?\1>?\)/g, '$1')
    .replace(/^([ \t>]*\[`?([^\]\n]+?)`?\]:)[ \t]*\2$/gm, '$1')
    // Links side by side that lead to one place are one.
    .replace(/\]\(([^)]+)\)(?=\[[^\]]*\]\(\1\))/g, ']');

/**
 * The signs of a source that `shown` has not, or not so often. `shown` is all that a reader can see or follow: text, and the
 * targets of links; `without` are texts that are shown nowhere, such as titles.
 */
export function lost(source, shown, { images = false, without = [] } = {}) {
  const visible = withoutLabels(once(images ? withoutImages(source) : source), images)
    .replace(INFO, '$1')
    .replace(NUMBER, (numbers) => numbers.replace(/\d+/g, ''))
    .replace(ESCAPED, '');
  const gone = (read) => {
    const there = counted(plain(read(shown)).toLowerCase());
    const all = counted(plain(read(visible)).toLowerCase());
    const hidden = counted(without.join(' ').toLowerCase());
    const must = ([sign, count]) => count - (hidden.get(sign) ?? 0);
    return [...all].filter((sign) => (there.get(sign[0]) ?? 0) < must(sign)).map(([sign]) => sign);
  };
  // A reference may be shown as its character, or as it was typed.
  const lost = gone(decoded);
  return lost.length > 0 && gone((text) => text).length > 0 ? lost : [];
}
