/**
 * What a text shows, sign by sign in its order, whatever its structure: what Kibana shows must stand in what each system is
 * sent, as others read it. A count of signs (lib/signs.mjs) does not see that one is gone where another like it was added.
 */
import { decoded, readWiki } from './judges.mjs';
import { protect, restore } from './kept.mjs';
import { kibanaLines } from './kibana.mjs';
import { pageLines } from './page.mjs';
import { entities } from './tree.mjs';

/** White space, and what stands for the ends and marks of lines in lib/flat.mjs. */
const tight = (text) => text.replace(/⟨[^⟩]*⟩|[\s⏎]/g, '');

/** The text of lines as lib/kibana.mjs and lib/page.mjs make them. */
function textOf(lines) {
  const text = (line) => {
    const [, name, rest] = /^ *(\S+) ?(.*)$/s.exec(line);
    if (name === 'code') return JSON.parse(rest);
    return /^(p|h\d|t[dh])$/.test(name) ? rest : '';
  };
  return tight(lines.map(text).join('\n'));
}

/** The text of a document of Atlassian's; of code `read` makes nothing else. */
function ofDocument(node, read = (text) => text, isCode = false) {
  const inside = (node.content ?? []).map((child) => ofDocument(child, read, isCode || node.type === 'codeBlock'));
  const own = node.text ?? '';
  const box = node.type === 'taskItem' ? (node.attrs.state === 'DONE' ? '[x]' : '[]') : '';
  return box + (isCode ? own : read(own)) + inside.join(node.type === 'paragraph' ? '' : '\n');
}

const READERS = {
  html: (text) => textOf(pageLines(text)),
  adf: (text) => tight(ofDocument(JSON.parse(text))),
  wiki: (text) => tight(ofDocument(readWiki(text), entities)),
  plain: tight,
};

/** From where on the signs of a text do not stand in another in their order; nothing where all do. */
export function from(text, other) {
  const signs = [...text];
  let at = 0;
  for (const sign of other) if (sign === signs[at]) at += 1;
  return at < signs.length ? signs.slice(at, at + 20).join('') : null;
}

/** All that Kibana shows of a Markdown, with the signs that docs/text.md says we keep. */
export function kibanaText(source) {
  const { text } = protect(source);
  return textOf(kibanaLines(text, { ours: true, restore }));
}

/** What of that is not in a text of a format. */
export const gone = (kibana, format, text) => from(kibana, READERS[format](text));

/** What is gone of what Kibana shows by itself, whatever our rules are: they may add, and take nothing away. */
export const goneOfKibana = (source, html) =>
  from(decoded(textOf(kibanaLines(source, { icons: false }))), decoded(READERS.html(html)));
