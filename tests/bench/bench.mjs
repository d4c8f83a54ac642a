/** The package against JavaScript that does the same job, and ten times as many comments against a tenth of them. Fails where a
 * ratio is worse than its ceiling by a fifth. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { buildRequests, Push, planPush, pushStatus, validateConnector } from '../../pkg/node.js';
import { CONNECTORS, caseWith, TEXTS } from './cases.mjs';
import { race, row } from './lib.mjs';
import * as peers from './peers.mjs';
import { pushAtOnce } from './system.mjs';

const { growth, bulk, form, memory } = JSON.parse(readFileSync(new URL('ceilings.json', import.meta.url), 'utf8'));
const NOW = { now: '2026-11-02T08:00:00.000Z' };
const held = [];

const [few, many] = [1_000, 10_000].map((count) => caseWith(count, TEXTS.prose));
const soc = CONNECTORS.servicenow(null);

const works = {
  planPush: (securityCase) => planPush(securityCase, soc, NOW),
  pushStatus: (securityCase) => pushStatus(securityCase, soc),
  'a whole push': (securityCase) => pushAtOnce(new Push(securityCase, soc, NOW), NOW.now),
};
for (const [name, work] of Object.entries(works)) {
  const measure = () =>
    race(
      () => work(many),
      () => work(few),
      3,
    );
  held.push(await row(`${name} of 10,000 comments against 1,000`, 'a tenth', growth, measure));
}

const JOBS = [
  ['raw', CONNECTORS.servicenow('raw'), TEXTS.prose, peers.servicenow, 'JSON.stringify'],
  ['plain', CONNECTORS.servicenow(null), TEXTS.prose, peers.servicenow, 'JSON.stringify'],
  ['html', CONNECTORS.resilient(), TEXTS.rich, peers.resilient, 'marked'],
  ['adf', CONNECTORS.jira('3'), TEXTS.rich, peers.jiraAdf, 'marklassian'],
];
for (const [name, connector, text, peer, by] of JOBS) {
  const bytes = caseWith(500, text);
  const measure = () =>
    race(
      () => buildRequests([bytes], connector),
      () => peer(bytes),
      11,
    );
  held.push(await row(`buildRequests, 500 comments, ${name}`, by, bulk[name], measure));
}

const draft = {
  type: '.jira',
  name: '',
  config: { apiUrl: 'x', projectKey: '', email: '' },
  secrets: { apiToken: '' },
};
const often = (work) => () => {
  for (let turn = 0; turn < 2_000; turn += 1) work(draft);
};
const measure = () => race(often(validateConnector), often(peers.form), 11);
held.push(await row('a form with all errors, 2,000 times', 'zod', form, measure));

const folder = mkdtempSync(join(tmpdir(), 'case-connectors-bench-'));
// A row that throws leaves nothing behind either.
process.once('exit', () => rmSync(folder, { recursive: true }));
const large = join(folder, 'case.json');
writeFileSync(large, caseWith(40_900, TEXTS.prose));

/** In a process of its own each, since what one has taken the next would take again. */
const space = (job) => () => {
  const script = fileURLToPath(new URL('memory.mjs', import.meta.url));
  const [own, parse] = [job, 'parse'].map((name) =>
    JSON.parse(execFileSync(process.execPath, [script, name, large], { encoding: 'utf8' })),
  );
  const mebibytes = 1 << 20;
  return { ratio: own.grown / own.bytes, ours: own.grown / mebibytes, theirs: parse.grown / mebibytes };
};
for (const [job, ceiling] of Object.entries(memory)) {
  held.push(await row(`memory for a ${job} of 30 MiB, in times the case`, 'JSON.parse', ceiling, space(job), 'MiB'));
}

process.exitCode = held.every(Boolean) ? 0 : 1;
