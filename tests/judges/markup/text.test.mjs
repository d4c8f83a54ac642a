/**
 * What a reader sees is what the Markdown says: the letters, digits and signs of each result against those that commonmark.js
 * and marked find in the source.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Parser } from 'commonmark';
import { marked } from 'marked';

import { renderText } from './lib/engine.mjs';
import { document } from './lib/generate.mjs';
import { shown } from './lib/judges.mjs';
import { commonmark } from './lib/spec.mjs';

const ALLOWED = /^(https?|mailto):./i;

/** commonmark.js encodes a target, we keep it as it was typed. */
const decoded = (target) => {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
};

/** The text of a Markdown source by commonmark.js: a link that may not be written is followed by its target. */
function textOf(source) {
  let out = '';
  const opened = [];
  const walker = new Parser().parse(source).walker();
  for (let event = walker.next(); event; event = walker.next()) {
    const { node, entering } = event;
    if (['link', 'image'].includes(node.type)) {
      if (entering) opened.push(out.length);
      else {
        const from = opened.pop();
        const own = out.slice(from);
        const target = decoded(node.destination);
        if (own.trim() === '') out += target;
        else if (
          !ALLOWED.test(node.destination) &&
          node.destination !== '' &&
          own !== node.destination &&
          own !== target
        )
          out += `(${target})`;
      }
    }
    if (entering && node.literal) out += node.literal;
  }
  return out;
}

/** Without white space, and without what percent-encoding changes in an address. */
const bare = (text) => text.replace(/%[0-9A-F]{2}|[\s"<>\\^`{|}[\]*!'ä-ü]/gi, '').normalize();

test('the examples of the CommonMark spec keep their text in HTML', () => {
  for (const { name, source } of commonmark()) {
    const html = renderText(source, 'html').text;
    assert.equal(bare(shown(html)), bare(textOf(source)), `${name}: ${JSON.stringify(source)}\n${html}`);
  }
});

/** Where the text of a link looks like another address, ours is followed by the target. */
const withoutTargets = (html) => html.replace(/(<\/a>(?:<\/\w+>)*) \(<a href="([^"]+)">\2<\/a>\)/g, '$1');

test('generated documents keep their text in every format', () => {
  const ofAdf = (node) => node.text ?? (node.content ?? []).map(ofAdf).join('');
  for (let seed = 0; seed < 2000; seed += 1) {
    const source = document(seed);
    const html = renderText(source, 'html').text;
    const tight = (text) => text.replace(/\s/g, '');
    assert.equal(
      tight(shown(withoutTargets(html))),
      tight(shown(marked.parse(source, { gfm: true }))),
      `document ${seed}: ${source}`,
    );
    // A rule has no text, and a quote in a list its sign.
    const signs = (text) => tight(text).replaceAll('>', '').replaceAll('---', '');
    assert.equal(
      signs(ofAdf(JSON.parse(renderText(source, 'adf').text))),
      signs(shown(html)),
      `document ${seed}: ${source}`,
    );
  }
});

/** What a security case is made of, and what converters break. */
const ANALYST = [
  'Get-ChildItem -Path C:\\Windows\\*.dll | Where-Object { $_.Length -gt 1MB }',
  'process.name : "cmd.exe" and not user.id : (S-1-5-18 or S-1-5-19)',
  '^(?:[a-z0-9-]+\\.)+[a-z]{2,}$',
  '\\\\server\\share$\\*\\{x}\\[y]',
  '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'https://example.com/a_(b)?q={1}&r=[2]*|^~!',
  '{code} {noformat} {quote} h1. * # ---- || !x.png! [~admin] :) (!) &lt; &#42; <b>',
];

test('code blocks and inline code arrive as the same text', () => {
  for (const code of ANALYST) {
    for (const source of [
      `\`\`\`\n${code}\n\`\`\``,
      `    ${code}`,
      `- \`\`\`\n  ${code}\n  \`\`\``,
      `\`\` ${code} \`\``,
    ]) {
      assert.equal(shown(renderText(source, 'html').text).trim(), code);
      const adf = JSON.stringify(JSON.parse(renderText(source, 'adf').text));
      assert.ok(adf.includes(JSON.stringify(code).slice(1, -1)), `${source}\n${adf}`);
      assert.ok(renderText(source, 'plain').text.includes(code), source);
      assert.ok(!/[\u200b-\u200f\u2060\ufeff]/.test(renderText(source, 'wiki').text));
    }
  }
});
