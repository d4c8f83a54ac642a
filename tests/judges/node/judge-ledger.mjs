/**
 * Judges every request in the ledger of a simulated Jira.
 *
 * Usage: node judge-ledger.mjs URL
 *
 * Ends with 1 if any request is refused, or if there was none to judge.
 */

import { judgeLedger } from './ledger.mjs';

const url = process.argv[2]?.replace(/\/$/, '');
if (!url) {
  console.error('Usage: node judge-ledger.mjs URL');
  process.exit(2);
}
const { deployment, judged, refused } = await judgeLedger(url);
for (const line of refused) console.log(`refused: ${line}`);
console.log(`${deployment}: ${judged} judged, ${refused.length} refused`);
process.exitCode = refused.length > 0 || judged === 0 ? 1 : 0;
