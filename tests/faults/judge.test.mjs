/** What the campaign's judge says of what an incident has of the alerts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeAlerts } from './lib/judge.mjs';

const ALERTS = [[{ _id: 'a', _source: { source: { ip: '192.0.2.1' }, 'destination.ip': ['192.0.2.2'] } }]];
const TOTAL = { text: 'Alerts attached to the case: 1\n\n(added by case-connectors, case alerts, total 1)' };
const [ONE, OTHER] = ['192.0.2.1', '192.0.2.2'].map((value) => ({ type: 'ipv4-addr', value }));
const UNCONFIRMED = [
  { code: 'ITEMS_UNCONFIRMED', message: 'Not known: ipv4-addr:192.0.2.2, ipv4-addr:192.0.2.1. Look.' },
];

const incident = (members) => [{ fields: {}, comments: [TOTAL], observables: [ONE, OTHER], ...members }];
const said = (members, warned = []) => judgeAlerts(incident(members), ALERTS, warned);

test('an observable may be missing where a push has said so, and nowhere else', () => {
  assert.deepEqual(said({}), []);
  assert.deepEqual(said({ observables: [ONE] }), ['lost: observable ipv4-addr:192.0.2.2']);
  assert.deepEqual(said({ observables: [] }, UNCONFIRMED), []);
  assert.equal(said({ observables: [] }, [{ ...UNCONFIRMED[0], code: 'TEXT_CUT' }]).length, 2);
});

test('none is there twice, or was never in an alert, whatever a push says', () => {
  assert.deepEqual(said({ observables: [ONE, OTHER, ONE] }, UNCONFIRMED), ['doubled: observable ipv4-addr:192.0.2.1']);
  const foreign = { type: 'URL', value: 'https://b.example' };
  assert.deepEqual(said({ observables: [ONE, OTHER, foreign] }), [
    'an observable that never was: URL:https://b.example',
  ]);
});

test('columns hold all of them, and the number of alerts stands there once', () => {
  const fields = { dest_ip: '192.0.2.2', source_ip: '192.0.2.1' };
  assert.deepEqual(said({ fields, observables: [] }), []);
  assert.deepEqual(said({ fields: { ...fields, source_ip: '' } }), ['lost: source_ip is "" and not "192.0.2.1"']);
  assert.deepEqual(said({ comments: [] }), ['lost: the number of alerts, 1']);
  assert.deepEqual(said({ comments: [TOTAL, TOTAL] }), ['doubled: the number of alerts, 1,1']);
});
