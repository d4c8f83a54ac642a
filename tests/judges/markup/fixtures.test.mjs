/**
 * The texts of the request fixtures, which were written by hand, judged by others: so that a fixture can be wrong in the same
 * way as the engine only where Atlassian's parser and schema, and DOMPurify, are wrong too.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { adfErrors, purified, readWiki, shown } from './lib/judges.mjs';
import { lines } from './lib/tree.mjs';

const folder = new URL('../../fixtures/requests/', import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
const texts = (name) =>
  Object.entries(read(name).texts ?? {}).map(([place, text]) => [place, Array.isArray(text) ? text.join('\n') : text]);

/** What wiki text cannot say, by docs/text.md: a code block with both code marks, and a linked address with marks in it. */
const ELSEWHERE = new Set(['phishing c1a2', 'dns_tunnelling c2b1']);

test("every document is valid by Atlassian's schema", () => {
  let documents = 0;
  for (const name of names.filter((name) => name.includes('jira_cloud_v3'))) {
    for (const [place, document] of texts(name)) {
      assert.deepEqual(adfErrors(document), [], `${name} ${place}`);
      documents += 1;
    }
  }
  assert.ok(documents > 15, `${documents} documents`);
});

test("Atlassian's parser reads each wiki text as the document of the same case", () => {
  for (const name of names.filter((name) => name.endsWith('.jira_cloud_v3'))) {
    const wiki = new Map(texts(name.replace('_v3', '')));
    for (const [place, document] of texts(name)) {
      if (ELSEWHERE.has(`${name.split('.')[0]} ${place}`)) continue;
      assert.deepEqual(lines(readWiki(wiki.get(place)), true), lines(document), `${name} ${place}`);
    }
  }
});

test('a sanitiser changes nothing in the HTML, and it shows what the plain text shows', () => {
  const words = (text) => text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  for (const name of names.filter((name) => name.endsWith('.resilient'))) {
    const plain = new Map(texts(name.replace('.resilient', '.servicenow_table')));
    for (const [place, html] of texts(name).filter(([place]) => place !== 'format')) {
      assert.equal(purified(html), html, `${name} ${place}`);
      // Numbers of a list are no text of HTML.
      const listed = plain.get(place).replace(/^ *\d+\. /gm, '');
      assert.equal(words(shown(html.replace(/></g, '> <').replace(/<br>/g, ' '))), words(listed), `${name} ${place}`);
    }
  }
});
