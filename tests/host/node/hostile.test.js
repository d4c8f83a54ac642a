// Callers that pass whatever they like to each public function, with servers that answer whatever they like. `cargo xtask campaign hostile`
// plays as many inputs as one likes: HOSTILE_RUNS of each function, HOSTILE_SEED says which, HOSTILE_ONLY plays one.
import { expect, onTestFinished, test } from 'vitest';

import { withMemory } from '../lib/engine_memory.js';
import { FUNCTIONS, methods } from '../lib/declared.js';
import { changed, random, strange } from '../lib/random.js';
import { heap, stopwatch } from '../lib/watch.js';

const { HOSTILE_RUNS, HOSTILE_SEED, HOSTILE_ONLY } = process.env;
const RUNS = Number(HOSTILE_RUNS ?? 40);
const SEED = Number(HOSTILE_SEED ?? 1);
const IS_CAMPAIGN = HOSTILE_RUNS !== undefined;

/** An input must not take longer. */
const LONGEST_MS = 1_000;

/** Bytes that inputs may keep: two pages of the engine's memory, and what the runner itself keeps of a test. */
const MOST_KEPT = 1 << 17;
const MOST_KEPT_HERE = 4 << 20;

const { memory, ...api } = await withMemory();
const { CaseConnectors, CaseConnectorsError, Push } = api;
const size = () => memory().buffer.byteLength;

const SECURITY_CASE = {
  id: 'c',
  title: 'T',
  description: '**3** users',
  tags: ['a'],
  totalComment: 1,
  comments: [{ id: '1', type: 'user', comment: '*seen*', created_at: '2026-09-14T07:31:08Z', version: 'WzFd' }],
  created_at: '2026-09-14T07:31:08Z',
  external_service: null,
};
const CONNECTOR = {
  id: null,
  type: '.servicenow',
  name: 'SN',
  config: { apiUrl: 'https://dev1.service-now.com', username: 'bot', advanced: { colleagues: 'ann' } },
  secrets: { password: 'canary-canary' },
  mappings: [
    { source: 'title', target: 'short_description', action: 'overwrite' },
    { source: 'comments', target: 'comments', action: 'append' },
  ],
};
const REQUEST = {
  method: 'GET',
  url: 'https://dev1.service-now.com/api/now/table/incident',
  headers: { accept: 'application/json' },
  body: null,
};
const ANSWER = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"result":[]}' };
const STORED = { ...CONNECTOR, id: 'sn', secrets: undefined };
const TEXT = '# a\n- b [c](https://d.example) `e`\n\n| x | y |\n|---|---|\n| 1 | 2 |';
const LIVE_FIELD = {
  path: 'additionalFields.assignment_group',
  label: 'Group',
  kind: 'select',
  required: null,
  help: '',
  choices: [],
  default: null,
  dependsOn: null,
  maxLength: null,
  format: null,
  search: 'sys_user_group',
};
const LIVE = { issueType: null, fields: [LIVE_FIELD], others: 'dropped', limits: { description: 9 }, notes: [] };
const VALUES = { urgency: '1', additionalFields: '{"assignment_group":"x","u_y":1}' };
const FORMATS = ['wiki', 'adf', 'html', 'code', 'plain', 'journal', 'raw'];
const EXPORT = { format: 'case-connectors', version: 1, connectors: [STORED], missingSecrets: [] };
const CHOICES = { ifEdited: 'overwrite', ifGone: 'create', ifClosed: 'continue', connectorId: 'sn', timeoutMs: 500 };

const PULLED = {
  caseId: 'c',
  connectorId: 'sn',
  system: 'ServiceNow',
  at: '2026-09-14T07:31:08.000Z',
  incident: { id: 'x', title: 'INC1', url: 'https://dev1.service-now.com/x' },
  closed: false,
  status: 'New',
  resolution: null,
  assignee: null,
  changes: [
    { key: 'title', kind: 'title', mark: 'm', takes: true, field: 'short_description', ours: 'a', theirs: 'b' },
  ],
};

/** What somebody may pass in earnest, by what the argument is called in the types of the package. Others get a text. */
const EARNEST = {
  connectorTypes: [{ license: 'gold' }],
  validateConnector: [CONNECTOR, { existing: STORED, otherNames: ['SN'], license: 'gold' }],
  validateField: [CONNECTOR, 'config.apiUrl', { license: 'gold' }],
  emptyDraft: [{ id: '.jira', fields: [], advanced: [] }],
  getValue: [CONNECTOR, 'config.apiUrl'],
  setValue: [CONNECTOR, 'config.apiUrl', 'x'],
  visibleProblems: [[{ field: 'a', severity: 'error' }], { touched: ['a'], submitted: true }],
  readCase: [SECURITY_CASE],
  mapCase: [SECURITY_CASE, STORED],
  planPush: [SECURITY_CASE, STORED, { journal: [], now: '2026-09-14T07:31:08Z', fields: LIVE }],
  validateFields: [VALUES, '.servicenow', LIVE],
  fieldValue: [VALUES, LIVE_FIELD.path],
  withFieldValue: [VALUES, LIVE_FIELD.path, 'y'],
  pushStatus: [SECURITY_CASE, STORED, { journal: [] }],
  applied: [SECURITY_CASE, PULLED, { title: 'take' }],
  buildRequests: [[SECURITY_CASE], STORED],
  renderText: [TEXT, 'wiki'],
  readText: ['h1. a\n* b', 'wiki'],
  authorize: [REQUEST, STORED, CONNECTOR.secrets],
  send: [REQUEST, { timeoutMs: 500 }],
  'new Push': [SECURITY_CASE, STORED, { now: '2026-09-14T07:31:08Z' }],
  receive: [1, ANSWER, '2026-09-14T07:31:08Z'],
  fail: [1, 'noAnswer', new Error('x')],
  settle: [{ kind: 'there', externalId: 'x' }],
  open: [{ store: 'memory', name: 'n', concurrency: 2, license: 'gold' }],
  saveConnector: [CONNECTOR],
  importConnectors: [EXPORT, { replace: ['sn'] }],
  setVault: [{ level: 'memory', autoLockMs: 1e6 }],
  unlock: ['correct horse battery'],
  testConnector: [CONNECTOR, { timeoutMs: 500 }],
  connectorFields: ['sn', { issueType: '1', refresh: true, timeoutMs: 500 }],
  searchChoices: ['sn', LIVE_FIELD, 'a', { timeoutMs: 500 }],
  deleteConnector: ['sn'],
  endPause: ['https://dev1.service-now.com'],
  setSecrets: ['sn', CONNECTOR.secrets],
  saveSettings: [{ defaultConnectorId: 'sn', closure: 'close-by-user' }],
  caseChoice: ['c'],
  saveCaseChoice: ['c', { connectorId: 'sn', fields: { urgency: '1' } }],
  pull: [SECURITY_CASE, { connectorId: 'sn', timeoutMs: 500 }],
  pullAll: [[SECURITY_CASE], { connectorId: 'sn', timeoutMs: 500 }],
  apply: [SECURITY_CASE, PULLED, { title: 'take' }],
  plan: [SECURITY_CASE, CHOICES],
  status: [SECURITY_CASE, { connectorId: 'sn' }],
  push: [SECURITY_CASE, CHOICES],
  pushAll: [[SECURITY_CASE], CHOICES],
  enqueue: [[SECURITY_CASE], { connectorId: 'sn' }],
  resume: ['c', CHOICES],
  resumeAll: [{ only: [{ caseId: 'c', connectorId: 'sn' }] }],
  dismiss: ['c', 'sn'],
  watch: [() => {}],
  watchQueue: [() => {}],
  abort: ['c'],
  journal: ['c', 'sn'],
  forget: ['c'],
};

function argumentsOf(name, dice) {
  const earnest = EARNEST[name] ?? [];
  const given = earnest.map((value) => (dice.onceIn(5) ? strange(dice) : changed(dice, value)));
  if (name === 'renderText' || name === 'readText') given[1] = dice.onceIn(8) ? given[1] : dice.one(FORMATS);
  while (dice.onceIn(4)) given.push(strange(dice));
  return given;
}

/** Nobody waits here: what a push waits for has passed. */
function clock() {
  let time = Date.parse('2026-09-14T07:31:08Z');
  return {
    now: () => time,
    sleep: async (ms) => {
      if (ms >= 10 * 60_000) await new Promise(() => {});
      time += ms;
      await new Promise((turn) => setImmediate(turn));
    },
  };
}

const BODIES = [
  '',
  '{}',
  '[]',
  '{"result":[]}',
  '{"result":{"sys_id":"5f3a","number":"INC1"}}',
  '<html>',
  '['.repeat(200),
  'null',
  '"\\ud800"',
];

/** The network: it answers whatever it likes. */
let dice = random(SEED, 0);
const platformFetch = globalThis.fetch;
globalThis.fetch = async () => {
  if (dice.onceIn(5)) throw new TypeError('fetch failed');
  const status = dice.one([200, 200, 200, 201, 204, 304, 400, 401, 404, 429, 500]);
  const body = [204, 304].includes(status) ? null : dice.one(BODIES);
  return new Response(body, { status, headers: { 'content-type': dice.one(['application/json', 'text/html']) } });
};

/** What is no error of ours would be a trap, or a fault that nobody can act on. What a caller's own code throws is its own. */
function expectOurs(error, what) {
  const isCallers = error?.message === 'thrown' || (error instanceof TypeError && /ownKeys|proxy/i.test(error.message));
  if (isCallers) return;
  const isOurs = error instanceof CaseConnectorsError && error.code !== 'ENGINE_BROKEN';
  expect(isOurs, `${what}: ${error?.stack ?? String(error)}`).toBe(true);
  expect(error.message.length, what).toBeLessThan(5_000);
}

/** Plays one input, and answers how long it took. One that takes long is played again: it may be the first that compiles something. */
async function playOne(name, call, input) {
  const what = `${name}: HOSTILE_SEED=${SEED} HOSTILE_ONLY=${input}`;
  let took = Infinity;
  for (let again = 0; again < 3 && took >= LONGEST_MS; again += 1) {
    dice = random(SEED, input);
    const given = argumentsOf(name, dice);
    const taken = stopwatch();
    try {
      await call(given);
    } catch (error) {
      expectOurs(error, what);
    }
    took = Math.min(took, taken());
  }
  if (took >= LONGEST_MS) expect.fail(`${what} takes ${took} ms`);
  return took;
}

/** Plays one input after the other, and looks at what they leave in memory. */
async function play(name, call) {
  const [from, to] = HOSTILE_ONLY === undefined ? [0, RUNS] : [Number(HOSTILE_ONLY), Number(HOSTILE_ONLY) + 1];
  let slowest = 0;
  /** What these inputs keep: of the engine's memory, and in a campaign of JavaScript's. */
  const kept = async (begin, end) => {
    const before = [size(), IS_CAMPAIGN ? heap() : 0];
    for (let input = begin; input < end; input += 1) slowest = Math.max(slowest, await playOne(name, call, input));
    return [size() - before[0], (IS_CAMPAIGN ? heap() : 0) - before[1]];
  };
  const isMuch = ([engine, here]) => engine > MOST_KEPT || here > MOST_KEPT_HERE;
  const half = from + Math.floor((to - from) / 2);
  await kept(from, half);
  let rest = await kept(half, to);
  // What a large input takes is there to be used again; what is kept of each input would be taken once more.
  if (isMuch(rest)) rest = await kept(half, to);
  expect({}.polluted).toBe(undefined);
  expect(api.renderText('*a*', 'wiki').text).toBe('_a_');
  if (isMuch(rest)) expect.fail(`${name} keeps ${rest[0]} bytes of the engine's memory and ${rest[1]} here`);
  if (!IS_CAMPAIGN) return;
  // Of this shape `cargo xtask campaign hostile` reads it, and adds it up.
  const tally = { target: name, inputs: to - from, slowestMs: Math.ceil(slowest), keptBytes: Math.max(...rest) };
  process.stdout.write(`\ntally ${JSON.stringify({ ...tally, mostBytes: size() })}\n`);
}

const TIMEOUT = Math.max(60_000, RUNS * 100);

for (const name of FUNCTIONS) test(name, () => play(name, (given) => api[name](...given)), TIMEOUT);

test('new Push', () => play('new Push', (given) => new Push(...given).free()), TIMEOUT);

for (const name of methods('api.d.ts', 'Push').filter((each) => each !== 'free'))
  test(
    `Push ${name}`,
    async () => {
      let push = new Push(SECURITY_CASE, STORED, { now: '2026-09-14T07:31:08Z' });
      await play(name, (given) => {
        // It stands where a request was asked for, unless it has ended.
        const effect = push.next();
        if (effect.kind === 'save') push.saved();
        if (effect.kind === 'done') {
          push.free();
          push = new Push(SECURITY_CASE, STORED, { now: '2026-09-14T07:31:08Z' });
        }
        if (effect.kind === 'send' && given.length > 1 && given[0] === 1) given[0] = effect.id;
        return push[name](...given);
      });
      push.free();
    },
    TIMEOUT,
  );

for (const name of methods('host/case-connectors.d.ts', 'CaseConnectors').filter((each) => each !== 'close'))
  test(
    `CaseConnectors ${name}`,
    async () => {
      const fresh = async () => {
        const host = await CaseConnectors.open({ store: 'memory', name: `hostile-${name}`, clock: clock() });
        await host.importConnectors(EXPORT);
        await host.setSecrets('sn', CONNECTOR.secrets);
        return host;
      };
      let [host, calls] = [await fresh(), 0];
      onTestFinished(() => host.close());
      await play(name, async (given) => {
        calls += 1;
        if (calls % 50 === 0) {
          host.close();
          host = await fresh();
        }
        if (name !== 'open') return host[name](...given);
        const options = typeof given[0] === 'object' && given[0] !== null ? { ...given[0] } : given[0];
        const opened = await CaseConnectors.open(options, ...given.slice(1));
        return opened.close();
      });
    },
    TIMEOUT,
  );

test('the network was ours', () => expect(globalThis.fetch).not.toBe(platformFetch));
