/** How much memory one job takes beyond its case, in a process of its own: `node memory.mjs plan` or `node memory.mjs parse`. */
import { planPush } from '../../pkg/node.js';
import { CONNECTORS, caseWith, TEXTS } from './cases.mjs';

const NOW = { now: '2026-11-02T08:00:00.000Z' };
const JOBS = {
  plan: (bytes) => planPush(bytes, CONNECTORS.servicenow(null), NOW),
  parse: (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
};

const job = JOBS[process.argv[2]];
job(caseWith(10, TEXTS.prose));
// 30 MiB.
const bytes = caseWith(40_900, TEXTS.prose);
const peak = () => process.resourceUsage().maxRSS * 1024;
const before = peak();
const kept = job(bytes);
console.log(JSON.stringify({ bytes: bytes.length, grown: peak() - before, is: kept !== undefined }));
