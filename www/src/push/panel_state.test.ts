import type { PushStatus } from 'case-connectors';
import { describe, expect, test } from 'vitest';
import { failure, interrupted, outcome } from '../../test/samples';
import {
  asksForSecret,
  isBeingPushed,
  panelStateOf,
  showsStatus,
  type PanelFacts,
  type PanelState,
} from './panel_state';
import type { Run } from './runs';

const SUBJECT = { caseId: 'c1', title: 'A case', connectorId: 'jira', resumed: null, choices: {} };
const RUNNING: Run = { ...SUBJECT, state: 'running', isStopping: false };
const ended = (members: object): Run => ({ ...SUBJECT, state: 'ended', outcome: outcome(members) });
const status = (state: PushStatus['state']) => ({ state, reasons: [], comments: 0, incident: null });

const IDLE: PanelFacts = {
  caseId: 'c1',
  connectorId: 'jira',
  run: null,
  other: null,
  isQueued: false,
  interrupted: [],
  status: status('neverPushed'),
};

/** All that may stand there at once, the first one first. */
const FACTS: [PanelState['kind'], Partial<PanelFacts>][] = [
  ['running', { run: RUNNING }],
  ['elsewhere', { other: 'running' }],
  ['queued', { isQueued: true }],
  ['interrupted', { interrupted: [interrupted()] }],
  ['toSettle', { status: status('unknown') }],
  ['asksAboutRemote', { run: ended({ state: 'failed', error: failure('INCIDENT_CLOSED') }) }],
];

test.each(FACTS)('%s', (kind, facts) => expect(panelStateOf({ ...IDLE, ...facts }).kind).toBe(kind));

test('is idle where nothing else holds', () => {
  expect(panelStateOf(IDLE)).toEqual({ kind: 'idle', endedElsewhere: false });
  expect(panelStateOf({ ...IDLE, status: null }).kind).toBe('idle');
  expect(panelStateOf({ ...IDLE, run: ended({ state: 'failed', error: failure('RATE_LIMITED') }) }).kind).toBe('idle');
  expect(panelStateOf({ ...IDLE, run: { ...SUBJECT, state: 'refused', error: failure('CASE_INVALID') } }).kind).toBe(
    'idle',
  );
});

test.each(FACTS.slice(0, -1).map(([kind], at) => [kind, at] as const))(
  '%s comes before what is below it',
  (kind, at) => {
    const below = FACTS.slice(at).reverse();
    const facts = Object.assign({}, IDLE, ...below.map(([, facts]) => facts));
    expect(panelStateOf(facts).kind).toBe(kind);
  },
);

test('a push that could not read the comments is to be settled', () => {
  const run = ended({ state: 'failed', error: failure('COMMENTS_UNREADABLE') });
  expect(panelStateOf({ ...IDLE, run }).kind).toBe('toSettle');
});

test('what ended with another connector asks nothing here, but what runs is shown', () => {
  const other = { ...IDLE, connectorId: 'snow' };
  for (const code of ['INCIDENT_EDITED', 'COMMENTS_UNREADABLE']) {
    expect(panelStateOf({ ...other, run: ended({ state: 'failed', error: failure(code) }) }).kind).toBe('idle');
  }
  expect(panelStateOf({ ...other, run: RUNNING }).kind).toBe('running');
});

test('of what an earlier page has left only that of this case is finished here, and only what can be', () => {
  const kinds = [
    interrupted({ caseId: 'c2' }),
    interrupted({ connectorName: null }),
    interrupted({ state: 'failed' }),
    interrupted({ state: 'unknown' }),
  ].map((it) => panelStateOf({ ...IDLE, interrupted: [it] }).kind);
  expect(kinds).toEqual(['idle', 'idle', 'idle', 'idle']);
  expect(panelStateOf({ ...IDLE, interrupted: [interrupted({ state: 'queued' })] }).kind).toBe('interrupted');
});

describe('how another tab’s push ended', () => {
  test.each(['complete', 'failed', 'unknown'] as const)('%s is shown', (other) =>
    expect(panelStateOf({ ...IDLE, other }).endedElsewhere).toBe(true),
  );
  test.each<[string, Partial<PanelFacts>]>([
    ['while it runs', { other: 'running' }],
    ['once this page has pushed', { run: ended({}) }],
    ['once the case was changed', { status: status('needsUpdate') }],
  ])('is not shown %s', (_, facts) =>
    expect(panelStateOf({ ...IDLE, other: 'complete', ...facts }).endedElsewhere).toBe(false),
  );
});

test('what each state means for the rest of the panel', () => {
  const rest = (facts: Partial<PanelFacts>) => {
    const state = panelStateOf({ ...IDLE, ...facts });
    return [isBeingPushed(state), showsStatus(state), asksForSecret(state)];
  };
  expect(Object.fromEntries(FACTS.map(([kind, facts]) => [kind, rest(facts)]))).toEqual({
    running: [true, false, true],
    elsewhere: [true, false, false],
    queued: [false, false, true],
    interrupted: [false, false, false],
    toSettle: [false, true, true],
    asksAboutRemote: [false, true, true],
  });
  expect(rest({})).toEqual([false, true, true]);
  // Finishing has asked for the secret already.
  expect(rest({ run: { ...RUNNING, resumed: interrupted() } })).toEqual([true, false, false]);
});
