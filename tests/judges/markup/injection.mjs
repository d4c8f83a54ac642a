/**
 * Hostile texts against the writers: `node injection.mjs [--seed S] [--runs N]`. For each, Atlassian's parser may find
 * nothing in the wiki text that the Markdown did not have, the ADF must be valid, and DOMPurify must find nothing to take out.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { renderText } from './lib/engine.mjs';
import { hostile } from './lib/generate.mjs';
import { additions, inventory } from './lib/inventory.mjs';
import { adfErrors, purified, readWiki } from './lib/judges.mjs';

/** What the judges find in one text; `spoil` changes the wiki text before it is judged. */
export function judge(source, spoil = (wiki) => wiki) {
  const wiki = renderText(source, 'wiki');
  const adf = JSON.parse(renderText(source, 'adf').text);
  return additions(inventory(readWiki(spoil(wiki.text))), inventory(adf), wiki.losses);
}

/** Everything that is wrong with one text. */
export function faults(source) {
  const html = renderText(source, 'html').text;
  const found = judge(source).map((kind) => `wiki: ${kind}`);
  found.push(...adfErrors(JSON.parse(renderText(source, 'adf').text)).map((error) => `adf: ${error}`));
  if (purified(html) !== html) found.push(`html: ${html} becomes ${purified(html)}`);
  if (/\[code/i.test(renderText(source, 'journal').text)) found.push('journal: a [code] of the case');
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, runs: { type: 'string', default: '20000' } },
  });
  const from = Number(values.seed) * 1_000_000;
  let bad = 0;
  for (let run = 0; run < Number(values.runs); run += 1) {
    const source = hostile(from + run);
    const found = faults(source);
    if (found.length > 0) {
      bad += 1;
      console.log(`text ${from + run}: ${JSON.stringify(source)}\n  ${found.join('\n  ')}`);
    }
    if (run % 5000 === 4999) console.log(`${run + 1} texts, ${bad} with faults`);
  }
  console.log(`seed ${values.seed}: ${values.runs} hostile texts, ${bad} with faults`);
  process.exitCode = bad > 0 ? 1 : 0;
}
