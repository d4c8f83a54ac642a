/** What a reader sees is the same in every format, and what Kibana shows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { judge } from './lib/compare.mjs';
import { renderText } from './lib/engine.mjs';
import { document } from './lib/generate.mjs';
import { shown } from './lib/judges.mjs';

test('generated documents keep their text in every format', () => {
  const ofAdf = (node) => node.text ?? (node.content ?? []).map(ofAdf).join('');
  for (let seed = 0; seed < 2000; seed += 1) {
    const source = document(seed);
    const html = renderText(source, 'html').text;
    const tight = (text) => text.replace(/\s/g, '');
    const { same, ours, theirs } = judge(source);
    assert.ok(same, `document ${seed}: ${source}\n${ours}\n${theirs}`);
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
