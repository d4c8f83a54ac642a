/**
 * Texts as people and their programs make them in each system lose no word on the way back: by what others see in the same
 * texts. That their Markdown is what a person wrote by hand is a test of the engine.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { parse } from 'parse5';

import { readText } from './lib/engine.mjs';
import { adfErrors, decoded, readWiki, toWiki } from './lib/judges.mjs';
import { missing, samples } from './lib/people.mjs';

const wiki = samples('wiki');
const html = samples('html');
const adf = samples('adf').map(({ text, ...sample }) => ({
  ...sample,
  document: JSON.parse(`{"version":1,"type":"doc","content":[${text}]}`),
}));

/** No word that somebody sees in a text is missing in what we read. */
function keepsWords(all, format, seen) {
  assert.ok(all.length >= 60);
  for (const { name, text } of all)
    assert.deepEqual(missing(seen(text), readText(text, format)), [], `${name}\n${seen(text)}`);
}

const HIDDEN = new Set(['script', 'style', 'title', 'template']);

/** What a browser shows: the text of elements, and what stands in place of pictures. */
function shownBy(node) {
  if (node.nodeName === '#text') return node.value;
  if (HIDDEN.has(node.tagName)) return '';
  const alt = node.tagName === 'img' ? (node.attrs.find(({ name }) => name === 'alt')?.value ?? '') : '';
  const inline = /^(a|b|code|em|font|i|mark|s|small|span|strong|sub|sup|tt|u)$/.test(node.tagName);
  const inside = (node.childNodes ?? []).map(shownBy).join('');
  return inline ? inside : ` ${alt}${inside} `;
}

/** All that a document says, wherever it stands. */
function saidBy({ type, text, attrs = {}, content = [] }) {
  if (type === 'text') return text;
  if (type === 'hardBreak') return ' ';
  const own = [attrs.text ?? attrs.alt ?? (type === 'emoji' ? attrs.shortName : undefined), attrs.title];
  return [...own.filter(Boolean), content.map(saidBy).join(type === 'paragraph' ? '' : ' ')].join(' ');
}

/** The same of what a wiki parser makes, in which icons stand in place of what was typed. */
const withoutIcons = ({ content = [], ...node }) => ({
  ...node,
  content: content.filter(({ type }) => type !== 'emoji').map(withoutIcons),
});
// Jira's renderer shows references as characters, the published parser as they are typed.
const read = (text) => decoded(saidBy(withoutIcons(readWiki(text))));

test('HTML keeps the words that parse5 sees', () => {
  keepsWords(html, 'html', (text) => shownBy(parse(text, { scriptingEnabled: false })));
});

test("wiki text keeps the words that Atlassian's parser sees", () => {
  keepsWords(wiki, 'wiki', read);
});

test('documents keep all that they say', () => {
  assert.ok(adf.length >= 60);
  for (const { name, document } of adf)
    assert.deepEqual(missing(saidBy(document), readText(JSON.stringify(document), 'adf')), [], name);
});

/** These are no documents of today, on purpose. */
const OTHERS = new Set(['what no version knows yet', 'a smart link that knows its page']);

test("documents are valid by Atlassian's schema, and keep their words as the wiki text that its encoder makes of them", () => {
  for (const { name, document, markdown } of adf.filter(({ name }) => !OTHERS.has(name))) {
    assert.deepEqual(adfErrors(document), [], name);
    const encoded = toWiki(document);
    assert.deepEqual(missing(read(encoded), readText(encoded, 'wiki')), [], `${name}\n${encoded}\n${markdown}`);
  }
});

/** What pandoc reads otherwise than Jira and browsers do: links of three parts, icons, numbers of characters, templates. */
const NOT_BY_PANDOC = new Set([
  'a link with a tip',
  'an embedded page',
  'a link and a file in cells',
  'icons',
  'entities',
  'small letters above and below',
  'what a page hides',
]);

const isThere = spawnSync('pandoc', ['--version']).status === 0;
const skip = isThere ? false : 'pandoc is not installed. On Debian and Ubuntu: apt-get install pandoc';

test('pandoc', { skip }, () => {
  const by = (from) => (text) => {
    const { status, stdout, stderr } = spawnSync('pandoc', ['-f', from, '-t', 'plain', '--wrap=none'], {
      input: text,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const own = ({ name }) => !NOT_BY_PANDOC.has(name);
  keepsWords(wiki.filter(own), 'wiki', by('jira'));
  keepsWords(html.filter(own), 'html', by('html'));
});

test('a word that is gone is noticed', () => {
  assert.deepEqual(missing('one two two', 'two one'), ['two']);
});
