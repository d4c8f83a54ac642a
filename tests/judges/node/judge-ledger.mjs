/**
 * Judges every request in the ledger of a simulated Jira.
 *
 * Usage: node judge-ledger.mjs URL
 *
 * Preflights are the browser's and pages are for people: both are left out.
 * Ends with 1 if any request is refused, or if there was none to judge.
 */

import { judge } from './judge.mjs';

const url = process.argv[2]?.replace(/\/$/, '');
if (!url) {
  console.error('Usage: node judge-ledger.mjs URL');
  process.exit(2);
}

const get = async (path) => (await fetch(url + path)).json();
const { system } = await get('/_sim/about');
const deployment = { jiraCloud: 'cloud', jiraDataCenter: 'dataCenter' }[system];
if (!deployment) {
  console.error(`${url} is ${system}, not a Jira`);
  process.exit(2);
}
const ledger = await get('/_sim/ledger');

const requests = ledger.filter((entry) => !entry.preflight && entry.path.startsWith('/rest/'));
let refused = 0;
for (const entry of requests) {
  const { ok, errors } = await judge({ ...entry, deployment });
  if (!ok) {
    refused += 1;
    console.log(`refused: #${entry.seq} ${entry.method} ${entry.path}`);
    for (const error of errors) {
      console.log(`  ${error}`);
    }
  }
}
console.log(`${deployment}: ${requests.length} judged, ${refused} refused`);
process.exitCode = refused > 0 || requests.length === 0 ? 1 : 0;
