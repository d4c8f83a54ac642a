/**
 * Our writers and the published converters on the same inputs, right or wrong per construct: the table of docs/text.md.
 * `node compare.mjs` prints it. Wiki text is read by Atlassian's parser, ADF as it is.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { markdownToAdf } from 'marklassian';

import { CONSTRUCTS } from './lib/constructs.mjs';
import { renderText } from './lib/engine.mjs';
import { readWiki } from './lib/judges.mjs';
import { lines } from './lib/tree.mjs';

const require = createRequire(import.meta.url);
const jira2md = require('jira2md');
const mdToAdf = require('md-to-adf');

const CONVERTERS = [
  ['case-connectors, wiki', (source) => lines(readWiki(renderText(source, 'wiki').text), true)],
  ['jira2md, wiki', (source) => lines(readWiki(jira2md.to_jira(source)), true)],
  ['case-connectors, ADF', (source) => lines(JSON.parse(renderText(source, 'adf').text))],
  ['marklassian, ADF', (source) => lines(markdownToAdf(source))],
  ['md-to-adf, ADF', (source) => lines(JSON.parse(JSON.stringify(mdToAdf(source))))],
];

function isRight(convert, source, answers) {
  try {
    const found = convert(source).join('\n');
    return answers.some((answer) => answer.join('\n') === found);
  } catch {
    return false;
  }
}

export function table() {
  const rows = CONSTRUCTS.map(([name, source, ...answers]) => {
    const cells = CONVERTERS.map(([, convert]) => (isRight(convert, source, answers) ? 'right' : 'wrong'));
    return `| ${name.replaceAll('|', '\\|')} | ${cells.join(' | ')} |`;
  });
  return [
    `| construct | ${CONVERTERS.map(([name]) => name).join(' | ')} |`,
    `|---|${'---|'.repeat(CONVERTERS.length)}`,
    ...rows,
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(table());
