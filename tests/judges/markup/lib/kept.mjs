/**
 * The signs that we keep and Kibana loses, by the rules of docs/text.md: written here once more, and applied to the source
 * by stand-ins that no parser knows, so that EUI reads the rest as ever.
 */

const FIRST = 0xe000;
const SIGNS = ['\\', '_', '*', '~', '&', '|', '[', ']', '`', '#', '.', '(', ')', '{', '}', '+', '-', '!', '>', ':'];
const NOTHING = String.fromCharCode(FIRST + 99);
/** Where Kibana looks at what follows anew. */
export const BOUNDARY = '<!---->';
const standIn = (sign) => String.fromCharCode(FIRST + SIGNS.indexOf(sign));
const kept = (text, signs) => text.replace(signs, (sign) => standIn(sign));

export const restore = (text) =>
  text.replace(/\u2028/g, '').replace(/[\ue000-\ue063]/g, (c) => (c === NOTHING ? '' : SIGNS[c.charCodeAt(0) - FIRST]));

/** Where an address ends: before white space, and without the punctuation of the sentence around. */
function address(text) {
  let own = text.split('](')[0].replace(/[!*,.:?_~]+$/, '');
  const count = (sign) => own.split(sign).length - 1;
  if (own.endsWith(')')) for (let extra = count(')') - count('('); extra > 0; extra -= 1) own = own.slice(0, own.lastIndexOf(')'));
  return own.endsWith(';') ? own.replace(/(&[a-z]+)?;$/i, '') : own;
}

const EDGE = /^[*_~"'([{`)\]},;:.!?|>]+|[*_~"'([{`)\]},;:.!?|>]+$/g;

/** Each rule: its name, and the source with what it keeps behind stand-ins. */
const RULES = [
  [
    'an address is one text',
    (word) => {
      const at = word.search(/https?:\/\/|www\./);
      if (word.slice(0, at).endsWith('](')) return word;
      const start = at >= 0 ? at : /^https?:\/\//i.test(word) ? 0 : -1;
      if (start >= 0) {
        const own = address(word.slice(start));
        const path = /^(?:https?:\/\/|www\.)[a-z0-9._-]*/i.exec(own)[0].length;
        const dotted = /^(?:https?:\/\/)?[^/]*\./i.test(own.slice(0, path));
        const head = dotted ? own.slice(0, path) : kept(own.slice(0, path), /[_]/g);
        // The dot of a sentence belongs to none, in whatever case the address is.
        const rest = word.slice(start + own.length);
        const end = rest.startsWith('.') && path === own.length ? '\u2028' : '';
        const begin = /^https?:/.test(own) || own.startsWith('www.') ? '' : BOUNDARY;
        return word.slice(0, start) + begin + head + kept(own.slice(path), /[_*~&\\]/g) + end + rest;
      }
      const scheme = word.indexOf('://');
      if (scheme < 0) return word;
      const from = /[a-z0-9][a-z0-9+[\]]*$/i.exec(word.slice(0, scheme))?.index;
      if (from === undefined) return word;
      const own = address(word.slice(from));
      return word.slice(0, from) + kept(own, /[_*~&\\]/g) + word.slice(from + own.length);
    },
  ],
  [
    'a word with a backslash that escapes nothing keeps all',
    (word) => {
      if (!/\\[a-z0-9]/i.test(word) || /:\/\/|www\./.test(word)) return word;
      const lead = /^[*_~"'([{`)\]},;:.!?|>]*/.exec(word)[0].length;
      let own = word.slice(lead).split('](')[0].split('`')[0];
      own = own.replace(EDGE, (edge, at) => (at === 0 ? edge : ''));
      return word.slice(0, lead) + kept(own, /[\\_*~&[\]`#.(){}+\-!>|]/g) + word.slice(lead + own.length);
    },
  ],
];

/** What a reference leads to is read as the target of a link is. */
const words = (source, rule) => source.replace(/^[ \t>]*\[[^\]\n]+\]:\s*\S+|[^\s<]+/gm, (word, at, all) => {
    if (/\s/.test(word)) return word;
    const end = all[at - 1] === '<' ? `${word}>`.indexOf('>') : word.length;
    return rule(word.slice(0, end)) + word.slice(end);
  });

const WHOLE = [
  ['what does not end in a semicolon is no character', (source) => source.replace(/&(?!#?[a-z0-9]+;)(?=#?[a-z0-9])/gi, standIn('&'))],
  ['a number that is no character stays', (source) =>
    source.replace(/&(?=#(x[0-9a-f]+|\d+);)/gi, (sign, number) => {
      const code = /^x/i.test(number) ? Number.parseInt(number.slice(1), 16) : Number(number);
      const isOne = code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
      return isOne && !(/\p{Cc}/u.test(String.fromCodePoint(code)) && code !== 9 && code !== 10) ? sign : standIn('&');
    })],
  ['a bar in code or in a target ends no cell', (source) =>
    source.replace(/^.*\|.*$/gm, (row) =>
      row.replace(/\\.|(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)|\]\([^\s)]*\)/g, (part) =>
        part.startsWith('\\') ? part : kept(part, /\|/g)))],
  ['a link is no checkbox', (source) => source.replace(/^([ \t>]*(?:[-*]\s*)?\[)([\sx]*)(?=\][([:])/gm, `$1$2${NOTHING}`)],
];

/** The source with all that is kept behind stand-ins, and the names of the rules that had something to keep. */
export function protect(source) {
  const names = [];
  let text = source;
  for (const [name, rule] of RULES) {
    const next = words(text, rule);
    if (next !== text) names.push(name);
    text = next;
  }
  for (const [name, rule] of WHOLE) {
    const next = rule(text);
    if (next !== text) names.push(name);
    text = next;
  }
  return { text, names };
}

/** Text in which nothing but an address has a meaning, as spans. */
export function verbatim(text, marks) {
  return text.split(/(\s+|(?=<))/).flatMap((word) => {
    const at = word.search(/https?:\/\/|www\./);
    if (at < 0) return [[word, marks]];
    const own = address(word.slice(at)).split(/["']/)[0];
    const name = /^(?:https?:\/\/|www\.)([a-z0-9._-]*)/i.exec(own)[1];
    const isLink = (own.startsWith('www.') || /[^.]\.[^.]/.test(name)) && !/_[^.]*(\.[^.]*)?$/.test(name);
    if (!isLink) return [[word, marks]];
    const target = own.startsWith('www.') ? `http://${own}` : own;
    return [
      [word.slice(0, at), marks],
      [own, [...marks, `a ${encoded(target)}`]],
      [word.slice(at + own.length), marks],
    ];
  });
}

/** A target as it may be written in every format. */
export const encoded = (url) =>
  url.replace(/^https?:/i, (scheme) => scheme.toLowerCase()).replace(/["<>\\^`{|}[\]*!'\s\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu, (c) =>
    [...new TextEncoder().encode(c)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
