/**
 * Jira reads our wiki text as the same document that we write as ADF: for each example of the CommonMark and GFM specs, and
 * for 2,000 generated documents. What wiki text cannot say is named in lib/tree.mjs and in docs/text.md.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { renderText } from './lib/engine.mjs';
import { document } from './lib/generate.mjs';
import { adfErrors, purified, readWiki } from './lib/judges.mjs';
import { commonmark, gfm } from './lib/spec.mjs';
import { lines } from './lib/tree.mjs';

const generated = Array.from({ length: 2000 }, (_, seed) => ({ name: `document ${seed}`, source: document(seed) }));
const spec = [...commonmark(), ...gfm(process.env.GFM_EXAMPLES)];

/** Losses that change blocks, so that only the text can be compared. */
const ELSEWHERE = [/code marks is shown in parts/, /becomes an item of its own/];

for (const [name, documents] of [
  ['the specs', spec],
  ['2,000 documents', generated],
]) {
  test(`${name}: Atlassian's parser reads our wiki text as our ADF`, () => {
    assert.ok(documents.length > 600);
    let whole = 0;
    for (const { name, source } of documents) {
      const wiki = renderText(source, 'wiki');
      const read = lines(readWiki(wiki.text), true);
      const adf = lines(JSON.parse(renderText(source, 'adf').text));
      if (wiki.losses.some(({ what }) => ELSEWHERE.some((loss) => loss.test(what)))) continue;
      whole += 1;
      assert.deepEqual(read, adf, `${name}: ${JSON.stringify(source)}\n${wiki.text}`);
    }
    assert.ok(whole / documents.length > 0.97, `${whole} of ${documents.length} were compared`);
  });

  test(`${name}: every ADF document is valid`, () => {
    for (const { name, source } of documents) {
      assert.deepEqual(adfErrors(JSON.parse(renderText(source, 'adf').text)), [], `${name}: ${JSON.stringify(source)}`);
    }
  });

  test(`${name}: a sanitiser changes nothing in our HTML`, () => {
    for (const { name, source } of documents) {
      const html = renderText(source, 'html').text;
      assert.equal(purified(html), html, `${name}: ${JSON.stringify(source)}`);
    }
  });
}

test('a wrong document is noticed', () => {
  assert.notDeepEqual(adfErrors({ version: 1, type: 'doc', content: [{ type: 'text', text: 'x' }] }), []);
  assert.notEqual(purified('<p onclick="x()">a</p>'), '<p onclick="x()">a</p>');
  assert.notDeepEqual(lines(readWiki('h1. a'), true), lines(JSON.parse(renderText('## a', 'adf').text)));
});
