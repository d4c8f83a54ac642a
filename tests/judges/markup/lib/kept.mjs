/**
 * The signs that we keep and Kibana loses, by the rules of docs/text.md: written here once more, and applied to the source
 * by stand-ins that no parser knows, so that EUI reads the rest as ever.
 */
import { decoded } from './judges.mjs';

const FIRST = 0xe000;
const SIGNS = [
  '\\',
  '_',
  '*',
  '~',
  '&',
  '|',
  '[',
  ']',
  '`',
  '#',
  '.',
  '(',
  ')',
  '{',
  '}',
  '+',
  '-',
  '!',
  '>',
  ':',
  '@',
];
const NOTHING = String.fromCharCode(FIRST + 99);
/** White space that ends an address. */
const END = '\u1680';
/** Where Kibana looks at what follows anew. */
export const BOUNDARY = '<x-y>';
const standIn = (sign) => String.fromCharCode(FIRST + SIGNS.indexOf(sign));
const kept = (text, signs) => text.replace(signs, (sign) => standIn(sign));

export const restore = (text) =>
  text
    .replaceAll(END, '')
    .replaceAll(BOUNDARY, '')
    .replace(/[\ue000-\ue063]/g, (c) => (c === NOTHING ? '' : SIGNS[c.charCodeAt(0) - FIRST]));

const ADDRESS = 'an address is one text';
const PATH = 'a word with a backslash is one text';
const FOLDERS = 'a path with slashes is one text';
const DOT = 'the dot behind an address is not linked';

const REFERENCE = new RegExp(`${standIn('&')}#?[a-z0-9]+;`, 'gi');

/** The same of a target, in which references are characters. */
export const restoredTarget = (text) => restore(text.replace(REFERENCE, (reference) => decoded(restore(reference))));

/** Where an address ends: before white space, and without the punctuation of the sentence around. */
function address(text, end = '](') {
  let own = text.split(end)[0].replace(/[!*,.:?_~]+$/, '');
  const count = (sign) => own.split(sign).length - 1;
  if (own.endsWith(')'))
    for (let extra = count(')') - count('('); extra > 0; extra -= 1) own = own.slice(0, own.lastIndexOf(')'));
  return own.endsWith(';') ? own.replace(/(&[a-z]+)?;$/i, '') : own;
}

/** A name with a dot, and no underscore in its last two parts. */
const isName = (own) => {
  const name = /^(?:https?:\/\/)?([a-z0-9._-]*)/i.exec(own)[1];
  return /[^.]\.[^.]/.test(name) && !/_[^.]*(\.[^.]*)?$/.test(name);
};

/** A word with its addresses and paths behind stand-ins. `note` hears which rule had something to keep. */
function keep(word, note) {
  const hide = (rule, text, signs) => {
    const hidden = kept(text, signs);
    if (hidden !== text) note(rule);
    return hidden;
  };
  const at = word.search(/https?:\/\/|www\./i);
  if (at >= 0) {
    const before = word.slice(0, at);
    if (before.endsWith('](')) {
      // A target is read as ever, and ends where it does: where it is one, lib/kibana.mjs reads its references.
      const target = word.slice(at, at + Math.max(unenclosed(word.slice(at)), 1));
      return keep(before, note) + hide(ADDRESS, target, /[_*~&]/g) + keep(word.slice(at + target.length), note);
    }
    const own = before.includes('[') ? address(word.slice(at)) : address(word.slice(at), '\n');
    const rest = keep(word.slice(at + Math.max(own.length, 1)), note);
    const path = /^(?:https?:\/\/)?[a-z0-9._-]*/i.exec(own)[0].length;
    // Behind a stand-in EUI would take for a name what is none.
    const head = isName(own)
      ? own.slice(0, path)
      : hide(ADDRESS, own.slice(0, path), /_/g).replace(/^https?:|^www/i, (scheme) => scheme + NOTHING);
    const end = rest.startsWith('.') && path === own.length ? END : '';
    if (end) note(DOT);
    const begin = /^(https?:|www\.)/.test(own) ? '' : BOUNDARY;
    return keep(before, note) + begin + head + hide(ADDRESS, own.slice(path), /[_*~&\\]/g) + end + rest;
  }
  const scheme = word.indexOf('://');
  const from = scheme < 0 ? undefined : /[a-z0-9][a-z0-9+[\]]*$/i.exec(word.slice(0, scheme))?.index;
  if (from !== undefined) {
    const own = address(word.slice(from).split('`')[0]);
    const signs = word.slice(0, from).endsWith('](') ? /[_*~]/g : /[_*~&\\@]/g;
    return keep(word.slice(0, from), note) + hide(ADDRESS, own, signs) + keep(word.slice(from + own.length), note);
  }
  const signs = word.includes('\\') ? '\\\\' : '/[_*]';
  const before = word.split(new RegExp(signs))[0];
  const tag = before === word ? 0 : (/^.*[>)\]`]/.exec(before)?.[0].length ?? 0);
  const lead = tag + /^[*_~"'([{`)\]},;:.!?|>]*/.exec(word.slice(tag))[0].length;
  const all = word.slice(lead).split('](')[0].split('`')[0];
  const trimmed = all.replace(/[*_~"'([{`)\]},;:.!?|>]+$/, '');
  const own = trimmed + tail(trimmed, all.slice(trimmed.length));
  const rest = word.slice(lead + own.length);
  if (/\\(?![\\`*{}[\]()#+\-.!_>~|])/.test(word.slice(lead, lead + trimmed.length + 1)))
    return word.slice(0, lead) + hide(PATH, own, /[\\_*~&[\]`#.(){}+\-!>|@]/g) + rest;
  if (own.includes('\\') || !/^\/(.*\/)?[_*]|[a-z0-9]\/__/i.test(own)) return word;
  return word.slice(0, lead) + hide(FOLDERS, own, /[_*~&@]/g) + rest;
}

/** What stands behind a path and belongs to it: the star of `/tmp/*`, the underscores of `src/__tests__`. */
function tail(path, behind) {
  if (/[\\/]$/.test(path)) return /^\*(?!\*)/.exec(behind)?.[0] ?? '';
  const [opens] = /^_*/.exec(path.split(/[\\/]/).at(-1));
  const [closes] = /^_*/.exec(behind);
  return opens === closes ? closes : '';
}

/** What a reference leads to is read as the target of a link is. */
const words = (source, rule) =>
  source.replace(/^[ \t>]*\[[^\]\n]+\]:\s*\S+|[^\s<]+/gm, (word, at, all) => {
    if (/\s/.test(word)) return word;
    const end = all[at - 1] === '<' ? `${word}>`.indexOf('>') : word.length;
    return rule(word.slice(0, end)) + rule(word.slice(end));
  });

/** Before a bracket that does not close; the box of an item is none. */
const OPEN = /(?<!^[ \t>]*(?:[-*+]|\d+\.)[ \t]+\[[ xX])\](?=\s*\[(?![^[\]]*\]))/gm;

/** Each rule by its name, or with the names that it notes itself. */
const WHOLE = [
  ['a bracket that does not close stays', (source) => source.replace(OPEN, `]${NOTHING}`)],
  [null, (source, note) => words(source, (word) => keep(word, note))],
  [
    'a name that ends in a number has no mailbox',
    (source) => source.replace(/@(?=[\w.-]*\.[\w-]*\d_*(?![\w-]|\.\w))/g, standIn('@')),
  ],
  [
    null,
    (source, note) =>
      source.replace(/@(?:[\w-]+\.)+[a-z]{2,}(?=\.(?:\s|$))/gim, (mail) => {
        note(DOT);
        return mail + END;
      }),
  ],
  ['tildes around nothing stay', (source) => source.replace(/(?<!^[ \t>]*)(?<!~)~{4,}/gm, (row) => kept(row, /~/g))],
  [
    'what does not end in a semicolon is no character',
    (source) => source.replace(/&(?!#?[a-z0-9]+;)(?=#?[a-z0-9])/gi, standIn('&')),
  ],
  [
    'a number that is no character stays',
    (source) =>
      source.replace(/&(?=#(x[0-9a-f]+|\d+);)/gi, (sign, number) => {
        const code = /^x/i.test(number) ? Number.parseInt(number.slice(1), 16) : Number(number);
        const isOne = code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
        return isOne && !(/\p{Cc}/u.test(String.fromCodePoint(code)) && code !== 9 && code !== 10)
          ? sign
          : standIn('&');
      }),
  ],
  [
    'a bar in code or in a target ends no cell',
    (source) =>
      source.replace(/^.*\|.*$/gm, (row) =>
        row.replace(/\\.|(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)|\]\([^\s)]*\)/g, (part) =>
          part.startsWith('\\') ? part : kept(part, /\|/g),
        ),
      ),
  ],
  [
    'a link is no checkbox',
    (source) => source.replace(/^((?:[ \t>]|[-*+]|\d+\.|\[[ xX]\][ \t])*\[)([\sx]*)(?=\][([:])/gm, `$1$2${NOTHING}`),
  ],
];

/** The source with all that is kept behind stand-ins, and the names of the rules that had something to keep. */
export function protect(source) {
  const names = new Set();
  const note = (name) => names.add(name);
  let text = source;
  for (const [name, rule] of WHOLE) {
    const next = rule(text, note);
    if (name && next !== text) note(name);
    text = next;
  }
  return { text, names };
}

/** How long a target is: up to a bracket that it has not opened. */
function unenclosed(text) {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')' && depth-- === 0) return at;
  }
  return text.length;
}

/** Text in which nothing but an address has a meaning, as spans. */
export function verbatim(text, marks) {
  return text.split(/(\s+|<[^\s<>]*)/).flatMap((word) => inWord(word, marks));
}

function inWord(word, marks) {
  const at = word.search(/https?:\/\/|www\./i);
  if (at < 0) return [[word, marks]];
  const before = word.slice(0, at);
  const quoted = word.slice(at).split(/["']/)[0];
  const all = address(quoted, before.includes('[') && !before.endsWith('](') ? '](' : '\n');
  // As a target it ends where that does.
  const own = before.endsWith('](') ? all.slice(0, unenclosed(quoted)) : all;
  const rest = inWord(word.slice(at + Math.max(own.length, 1)), marks);
  const name = /^(?:https?:\/\/|www\.)([a-z0-9._-]*)/i.exec(own)?.[1] ?? '';
  const isLink = /[^.]\.[^.]/.test(own.startsWith('www.') ? own : name) && !/_[^.]*(\.[^.]*)?$/.test(name);
  const target = own.startsWith('www.') ? `http://${own}` : own;
  return [[word.slice(0, at), marks], [own, isLink ? [...marks, `a ${encoded(target)}`] : marks], ...rest];
}

/** A target as it may be written in every format. */
export const encoded = (url) =>
  url
    .replace(/^https?:/i, (scheme) => scheme.toLowerCase())
    .replace(/["<>\\^`{|}[\]*!'\s\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu, (c) =>
      [...new TextEncoder().encode(c)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    );
