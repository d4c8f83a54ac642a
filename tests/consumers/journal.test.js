// The declared journal against what the engine writes and reads: every kind of step and event is brought about.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { compile } from './lib/compile.js';
import { consumer } from './lib/consumer.js';

let project;
before(() => {
  project = consumer();
});
after(() => project.remove());

const PRELUDE = `
import * as api from 'case-connectors';
const now = '2026-11-24T08:00:00Z';
const secOps = { id: 'b', type: '.servicenow-sir', name: 'B', config: { apiUrl: 'https://b.example', username: 'u', advanced: { usesTableApi: false } } };
const connector = { id: 'a', type: '.servicenow', name: 'A', config: { apiUrl: 'https://a.example', username: 'u' } };
const CASE = { id: 'c1', title: 'Phishing', description: 'd', created_at: now, totalComment: 1, comments: [
  { id: 'k1', type: 'user', comment: 'first', created_at: now },
  { id: 'k2', type: 'alert', alertId: ['x', 'y'], created_at: now },
] };
const json = (status, value) => ({ status, headers: { 'content-type': 'application/json' }, body: new TextEncoder().encode(JSON.stringify(value)) });
const NONE = json(404, { error: { message: 'No Record found' }, status: 'failure' });
`;

/** A ServiceNow in memory, or one for security incidents with Elastic's app; \`when(request)\` answers in its place, or lets it be silent with \`null\`. */
const WORLD = `${PRELUDE}
function world(to = connector, hidesJournal = false) {
  const incidents = [];
  const answer = ({ method, url, body }) => {
    const sent = body && JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
    if (url.endsWith('/health')) return json(200, { result: { version: '1' } });
    if (url.endsWith('/observables/bulk')) return json(200, { result: sent });
    if (url.includes('/import/')) {
      if (incidents.length === 0) incidents.push({ sys_id: 'id', number: 'SIR', active: 'true', work_notes: '' });
      for (const [name, value] of Object.entries(sent)) {
        const notes = name === 'u_work_notes' ? incidents[0].work_notes + '\\n\\n' : '';
        incidents[0][name.replace(/^u_/, '')] = notes + value;
      }
      return json(201, { result: [{ status: 'inserted', sys_id: 'id', display_value: 'SIR' }] });
    }
    if (method === 'POST') {
      incidents.push({ sys_id: 'id' + incidents.length, number: 'INC' + incidents.length, active: 'true', state: '1', ...sent });
      return json(201, { result: incidents.at(-1) });
    }
    const incident = incidents.find(({ sys_id }) => url.includes('/incident/' + sys_id));
    if (method === 'PATCH') {
      const { comments, work_notes, ...fields } = sent;
      return incident ? json(200, { result: Object.assign(incident, fields) }) : NONE;
    }
    if (url.includes('/incident/')) return incident ? json(200, { result: hidesJournal ? { ...incident, work_notes: undefined } : incident }) : NONE;
    const mark = /correlation_id%3D([\\w-]+)/.exec(url)?.[1];
    return json(200, { result: /incident[?]/.test(url) ? incidents.filter(({ correlation_id }) => correlation_id === mark) : [] });
  };
  const journal = [];
  const push = (securityCase = CASE, { when = () => undefined, settle, ...options } = {}) => {
    const push = new api.Push(securityCase, to, { now, journal, ...options });
    if (settle) push.settle(settle);
    for (let effect = push.next(); effect.kind !== 'done'; effect = push.next()) {
      if (effect.kind === 'save') { journal.push(...effect.records); push.saved(); }
      if (effect.kind !== 'send') continue;
      const given = when(effect.request);
      if (given === null) push.fail(effect.id, 'noAnswer');
      else push.receive(effect.id, given ?? answer(effect.request));
    }
    return push.outcome();
  };
  return { incidents, journal, push };
}
const adds = (text) => ({ method, body }) => method === 'PATCH' && new TextDecoder().decode(body).includes(text);
`;

const COLLECT = `${WORLD}
const all = [];
const plain = world();
plain.push();
plain.push({ ...CASE, title: 'Phishing again' });
plain.incidents.length = 0;
plain.push({ ...CASE, title: 'Once more' });
plain.push({ ...CASE, title: 'Once more' }, { ifGone: 'recreate' });
all.push(plain.journal);

const refused = world();
refused.push(CASE, { when: (request) => (adds('first')(request) ? json(400, { error: { message: 'no' }, status: 'failure' }) : undefined) });
all.push(refused.journal);

// The answers are lost, nobody can look, and a person says what came of the comment.
for (const settle of [{ kind: 'there' }, { kind: 'notThere' }]) {
  const silent = world(connector, true);
  const { state } = silent.push(CASE, { when: (request) => (adds('first')(request) ? null : undefined) });
  if (state !== 'unknown') throw new Error('not lost: ' + state);
  silent.push(CASE, { settle });
  all.push(silent.journal);
}

// The create does not arrive, and the looks show it.
const lost = world();
let isFirst = true;
lost.push(CASE, { when: ({ method }) => (method === 'POST' && isFirst ? ((isFirst = false), null) : undefined) });
all.push(lost.journal);

// Another browser has pushed: the case names its incident.
const theirs = world();
const { updatedCase } = theirs.push();
theirs.journal.length = 0;
theirs.push({ ...JSON.parse(new TextDecoder().decode(updatedCase)), title: 'Phishing again' });
all.push(theirs.journal);

// And another one that cannot read the comments: a person is asked.
const blind = world(connector, true);
const named = JSON.parse(new TextDecoder().decode(blind.push().updatedCase)).external_service;
blind.journal.length = 0;
const { error } = blind.push({ ...CASE, external_service: named });
if (error?.code !== 'COMMENTS_UNREADABLE') throw new Error(JSON.stringify(error));
all.push(blind.journal);

// What an alert holds is added; once without an answer, and nobody can look whether it is there.
for (const silence of [false, true]) {
  const alertPages = [{ hits: { hits: [{ _id: 'x', _source: { source: { ip: '192.0.2.1' } } }] } }];
  const withAlerts = world(secOps);
  const { state, warnings } = withAlerts.push({ securityCase: CASE, alertPages },
    { when: ({ url }) => (silence && url.endsWith('/observables/bulk') ? null : undefined) });
  if (state !== 'complete' || warnings.length !== Number(silence)) throw new Error(state + JSON.stringify(warnings));
  all.push(withAlerts.journal);
}
console.log(JSON.stringify(all.flat()));
`;

test('what the engine writes is what is declared, and every kind that is declared is written', async () => {
  const records = await project.run(COLLECT);
  const seen = (pick) => [...new Set(records.map(pick).filter(Boolean))].sort();
  assert.deepEqual(
    seen(({ step }) => step.kind),
    ['alerts', 'comment', 'create', 'items', 'update'],
  );
  assert.deepEqual(
    seen(({ event }) => event.kind),
    ['asked', 'complete', 'givenUp', 'intent', 'receipt', 'rejected', 'unconfirmed', 'warned'],
  );
  assert.deepEqual(
    seen(({ event }) => event.evidence),
    ['adopted', 'answered', 'found', 'settled'],
  );
  assert.deepEqual(
    seen(({ event }) => event.kind === 'rejected' && event.code),
    ['NOT_THERE', 'REJECTED', 'SETTLED_NOT_THERE'],
  );
  const lines = records.map(
    (record, at) => `export const v${at} = ${JSON.stringify(record)} satisfies api.JournalRecord;`,
  );
  // And the other way: these are all kinds, so that one that is declared and never written is noticed.
  lines.push(
    'type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;',
    "export const steps: Same<api.JournalStep['kind'], 'create' | 'update' | 'comment' | 'alerts' | 'items'> = true;",
    "export const events: Same<api.JournalEvent['kind'], 'intent' | 'receipt' | 'rejected' | 'unconfirmed' | 'warned' | 'asked' | 'complete' | 'givenUp' | 'lost'> = true;",
    "export const evidence: Same<Extract<api.JournalEvent, { kind: 'receipt' }>['evidence'], 'answered' | 'found' | 'adopted' | 'settled'> = true;",
  );
  project.write('journal.ts', `import type * as api from 'case-connectors';\n${lines.join('\n')}\n`);
  assert.equal(compile(project, ['journal.ts']), '');
});

test('a record that only a store writes is read, and a kind that nobody knows is not', async () => {
  const codes = await project.run(`${WORLD}
    const { journal, push } = world();
    push();
    const record = (event, step = { kind: 'create' }) => ({ ...journal[0], seq: 90, step, event });
    const code = (it) => { try { return api.pushStatus(CASE, connector, { journal: [...journal, it] }).state; } catch (error) { return error.code; } };
    console.log(JSON.stringify([
      code(record({ kind: 'lost' })), code(record({ kind: 'lots' })), code(record({ kind: 'lost' }, { kind: 'delete' })),
      code(record({ kind: 'givenUp' })), code(record({ kind: 'lost' }, { kind: 'comment', commentId: 'k1' })),
    ]));
  `);
  assert.deepEqual(codes.slice(1), Array(4).fill('JOURNAL_INVALID'));
  assert.notEqual(codes[0], 'JOURNAL_INVALID');
});
