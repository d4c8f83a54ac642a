/** How much memory one job takes beyond its case, in a process of its own: `node memory.mjs JOB FILE`. The case comes from a file: what
 * made it would leave room that the job takes without being seen. */
import { readFileSync } from 'node:fs';

import { planPush, Push } from '../../pkg/node.js';
import { CONNECTORS, caseWith, TEXTS } from './cases.mjs';
import { pushAtOnce } from './system.mjs';

const NOW = { now: '2026-11-02T08:00:00.000Z' };
const SOC = CONNECTORS.servicenow(null);
const JOBS = {
  plan: (bytes) => planPush(bytes, SOC, NOW),
  push: (bytes) => pushAtOnce(new Push(bytes, SOC, NOW), NOW.now),
  parse: (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
};

const [name, file] = process.argv.slice(2);
const job = JOBS[name];
job(caseWith(10, TEXTS.prose));
const bytes = readFileSync(file);
const peak = () => process.resourceUsage().maxRSS * 1024;
const before = peak();
const kept = job(bytes);
console.log(JSON.stringify({ bytes: bytes.length, grown: peak() - before, is: kept !== undefined }));
