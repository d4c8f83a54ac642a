/** Those who judge: Atlassian's wiki parser and ADF schema, and DOMPurify with the tags of a rich text field. */
import { createRequire } from 'node:module';

import { parse } from 'parse5';

const require = createRequire(import.meta.url);
const { WikiMarkupTransformer } = require('@atlaskit/editor-wikimarkup-transformer');
const { defaultSchema } = require('@atlaskit/adf-schema/schema-default');
const Ajv = require('ajv-draft-04');
const schema = require('@atlaskit/adf-schema/dist/json-schema/v1/full.json');
const createDOMPurify = require('dompurify');
const { JSDOM } = require('jsdom');

const wiki = new WikiMarkupTransformer();

/** What Atlassian's published parser makes of wiki text. */
export const readWiki = (text) => wiki.parse(text).toJSON();

/** The wiki text that Atlassian's encoder makes of a document: what Jira Cloud answers in API version 2. */
export const toWiki = (document) => wiki.encode(defaultSchema.nodeFromJSON(document));

const valid = new Ajv({ strict: false, allErrors: true }).compile(schema);

/** What is wrong with an ADF document, by Atlassian's schema; nothing where it is valid. */
export function adfErrors(document) {
  return valid(document) ? [] : valid.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const { window } = new JSDOM('');
const purify = createDOMPurify(window);

/** Tags that a rich text field of Resilient keeps: those that its own editor writes. */
const ALLOWED_TAGS = [
  'p',
  'br',
  'strong',
  'em',
  's',
  'code',
  'pre',
  'a',
  'ul',
  'ol',
  'li',
  'blockquote',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
];

export const purified = (html) =>
  purify.sanitize(html, {
    ALLOWED_TAGS,
    ALLOWED_ATTR: ['href', 'start'],
    ADD_URI_SAFE_ATTR: ['start'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  });

/** The body of an HTML document, by the parser that jsdom has too: its document would take four times as long. */
const bodyOf = (html) =>
  parse(html, { scriptingEnabled: false })
    .childNodes.find(({ nodeName }) => nodeName === 'html')
    .childNodes.find(({ nodeName }) => nodeName === 'body');

const textOf = ({ value, nodeName, childNodes = [] }) =>
  nodeName === '#text' ? value : childNodes.map(textOf).join('');

/** What a browser shows of HTML, as text. */
export const shown = (html) => textOf(bodyOf(html));

const area = window.document.createElement('textarea');

/** Text with its character references as characters. */
export function decoded(text) {
  area.innerHTML = text.replace(/</g, '&lt;');
  return area.value;
}

/**
 * All that a reader of an ADF document sees or can follow: its text, and where its links lead. `shown` is what becomes of a text
 * outside of code blocks.
 */
export function followed({ type, text = '', marks = [], attrs, content = [] }, shown = (text) => text) {
  const targets = [attrs?.url, ...marks.map((mark) => mark.attrs?.href)].filter(Boolean);
  const inside = type === 'codeBlock' ? undefined : shown;
  // What stands side by side on a line may be one reference, also where a mark begins within it.
  const isPart = type === 'paragraph' || type === 'heading' || (type === 'text' && targets.length === 0);
  const between = isPart ? '' : ' ';
  return [shown(text), ...targets].join(' ') + between + content.map((node) => followed(node, inside)).join(between);
}

/** The same of HTML. */
export function followedInHtml(html) {
  const body = bodyOf(html.replaceAll('<', ' <'));
  return [textOf(body), ...targetsOf(body)].join(' ');
}

const targetsOf = ({ nodeName, attrs = [], childNodes = [] }) => [
  ...(nodeName === 'a' ? attrs.filter(({ name }) => name === 'href').map(({ value }) => value) : []),
  ...childNodes.flatMap(targetsOf),
];
