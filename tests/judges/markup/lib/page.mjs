/** Our HTML as lines, as lib/kibana.mjs makes them of what Kibana shows. */
import { inline } from './flat.mjs';

const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };
const decode = (text) => text.replace(/&(amp|lt|gt|quot|nbsp);/g, (_, name) => NAMED[name]);
const MARKS = new Set(['strong', 'em', 's', 'code', 'a']);

/** Tags and texts in their order. Our writer closes what it opens. */
function* tokens(html) {
  for (const [, tag, text] of html.matchAll(/<([^>]*)>|([^<]+)/g))
    yield tag === undefined ? { text: decode(text) } : { tag };
}

/** What a tag with one attribute says. */
const attribute = (tag) => tag.split('"')[1];

export function pageLines(html, { ours = false } = {}) {
  const out = [];
  const marks = [];
  let spans = [];
  let depth = 0;
  let pre = false;
  let code = '';
  let cell = false;
  const line = (text) => out.push('  '.repeat(depth) + text);
  const flush = (name = 'p') => {
    const text = inline(ours ? withoutAdded(spans) : spans);
    if (text || cell) line(`${name} ${text}`.trimEnd());
    spans = [];
  };
  for (const { tag, text } of tokens(html)) {
    if (text !== undefined) {
      if (pre) code += text;
      else spans.push([text, [...marks]]);
      continue;
    }
    const closes = tag.startsWith('/');
    const [name] = tag.slice(closes ? 1 : 0).split(' ');
    if (name === 'pre') {
      if (!closes) flush();
      if (closes) line(`code ${JSON.stringify(code)}`);
      pre = !closes;
      code = '';
    } else if (MARKS.has(name)) {
      if (pre) continue;
      if (closes) marks.pop();
      else marks.push(name === 'a' ? `a ${decode(attribute(tag))}` : name);
    } else if (name === 'br') spans.push(['\n', []]);
    else if (name === 'hr') {
      flush();
      line('hr');
    } else if (name === 'p') flush();
    else if (/^h\d$/.test(name)) {
      flush(closes ? name : 'p');
    } else if (name === 'td' || name === 'th') {
      cell = closes;
      if (closes) flush(name);
      cell = false;
    } else if (name === 'tr') {
      if (!closes) line('tr');
      depth += closes ? -1 : 1;
    } else if (['ul', 'ol', 'li', 'blockquote', 'table'].includes(name)) {
      flush();
      if (!closes) {
        const start = attribute(tag) ?? 1;
        line({ ol: `ol ${start}`, blockquote: 'quote' }[name] ?? name);
      }
      depth += closes ? -1 : 1;
    }
  }
  flush();
  return out;
}

/** Endings of files that stand in link texts; a name that ends so is no address. */
const FILE = /^(bat|csv|dll|docx?|exe|gz|html?|ini|jar|js|json|log|pdf|png|svg|tar|txt|xlsx?|xml)$/i;
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const NAME = /[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.(\p{L}{2,})/gu;

/** Whether a text looks like another address than it leads to. Others must not be followed by their target. */
const misleads = (text, target) =>
  TURNS.test(text) ||
  [...text.matchAll(NAME)].some(
    ([name, last]) => !FILE.test(last) && name.toLowerCase().replace(/^www\./, '') !== hostOf(target),
  );

const hostOf = (target) => (URL.canParse(target) ? new URL(target).hostname.replace(/^www\./, '') : '');
const linkOf = (marks) => marks.find((mark) => mark.startsWith('a '))?.slice(2);

/** Without the targets that stand behind texts that would hide them. */
function withoutAdded(spans) {
  return spans.map(([text, marks], at) => {
    const link = linkOf(spans[at - 1]?.[1] ?? []);
    const added = link && new RegExp(`^[\u202c\u2069]* \\(${link.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\)`);
    if (!added || marks.length > 0 || !added.test(text)) return [text, marks];
    let from = at;
    while (linkOf(spans[from - 1]?.[1] ?? []) === link) from -= 1;
    const shown = spans
      .slice(from, at)
      .map(([text]) => text)
      .join('');
    return [misleads(shown, link) ? text.replace(added, '') : text, marks];
  });
}
