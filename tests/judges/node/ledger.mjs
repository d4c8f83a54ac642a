/** What a simulated Jira has received, judged request by request. */

import { judge } from './judge.mjs';

/**
 * Preflights are the browser's and pages are for people: both are left out.
 * Answers how many requests were judged and what was wrong with the refused ones.
 */
export async function judgeLedger(url) {
  const get = async (path) => (await fetch(url + path)).json();
  const { system } = await get('/_sim/about');
  const deployment = { jiraCloud: 'cloud', jiraDataCenter: 'dataCenter' }[system];
  if (!deployment) throw new Error(`${url} is ${system}, not a Jira.`);
  const ledger = await get('/_sim/ledger');
  const requests = ledger.filter((entry) => !entry.preflight && entry.path.startsWith('/rest/'));
  const refused = [];
  for (const entry of requests) {
    const { ok, errors } = await judge({ ...entry, deployment });
    if (!ok) refused.push(`#${entry.seq} ${entry.method} ${entry.path}: ${errors.join('; ')}`);
  }
  return { deployment, judged: requests.length, refused };
}
