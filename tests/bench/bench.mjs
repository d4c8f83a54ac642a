/** The package against JavaScript that does the same job, and ten times as many comments against a tenth of them. Fails where a
 * ratio is worse than its ceiling by a fifth. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { buildRequests, Push, planPush, pushStatus, validateConnector } from '../../pkg/node.js';
import { CONNECTORS, caseWith, TEXTS } from './cases.mjs';
import { race, row } from './lib.mjs';
import * as peers from './peers.mjs';

const { growth, bulk, form, memory } = JSON.parse(readFileSync(new URL('ceilings.json', import.meta.url), 'utf8'));
const NOW = { now: '2026-11-02T08:00:00.000Z' };
const held = [];

const [few, many] = [1_000, 10_000].map((count) => caseWith(count, TEXTS.prose));
const soc = CONNECTORS.servicenow(null);

/** Pushes to a system that answers everything at once, and answers how long the engine took. */
function push(securityCase) {
  const running = new Push(securityCase, soc, NOW);
  const json = { 'content-type': 'application/json' };
  const none = JSON.stringify({ result: [] });
  const made = JSON.stringify({ result: { sys_id: '5f3a', number: 'INC0010001' } });
  for (;;) {
    const effect = running.next();
    if (effect.kind === 'done') break;
    if (effect.kind === 'save') running.saved();
    if (effect.kind !== 'send') continue;
    const reads = effect.request.method === 'GET';
    running.receive(effect.id, { status: reads ? 200 : 201, headers: json, body: reads ? none : made }, NOW.now);
  }
  running.free();
}

const works = {
  planPush: (securityCase) => planPush(securityCase, soc, NOW),
  pushStatus: (securityCase) => pushStatus(securityCase, soc),
  'a whole push': push,
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
      15,
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
const measure = () => race(often(validateConnector), often(peers.form), 15);
held.push(await row('a form with all errors, 2,000 times', 'zod', form, measure));

/** In a process of its own each, since what one has taken the next would take again. */
function space() {
  const script = fileURLToPath(new URL('memory.mjs', import.meta.url));
  const [plan, parse] = ['plan', 'parse'].map((job) =>
    JSON.parse(execFileSync(process.execPath, [script, job], { encoding: 'utf8' })),
  );
  const mebibytes = 1 << 20;
  return { ratio: plan.grown / plan.bytes, ours: plan.grown / mebibytes, theirs: parse.grown / mebibytes };
}
held.push(await row('memory for the plan of 30 MiB, in times the case', 'JSON.parse', memory, space, 'MiB'));

process.exitCode = held.every(Boolean) ? 0 : 1;
