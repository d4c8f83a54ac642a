import type { CaseConnectors, Exchange } from 'case-connectors';
import { beforeEach, describe, expect, test } from 'vitest';
import { failure, outcome } from '../../../test/samples';
import { forget, readFrom } from '../push_database';
import { keepExchange, readExchanges } from './exchanges';
import { toHar } from './har';
import { forgetHistory, keepRecord, type PushRecord } from './records';

const SUBJECT = {
  caseId: 'c1',
  title: 'A case',
  connectorId: 'jira',
  connectorName: 'Jira',
  startedAt: '2026-01-01T10:30:00.000Z',
};

const entry = (seq: number, kind = 'receipt', connectorId = 'jira') => ({
  seq,
  connectorId,
  step: { kind: 'comment', commentId: `k${seq}` },
  event: { kind, evidence: 'answered', externalCommentId: `r${seq}`, fields: { text: 'first' } },
});

const packageWith = (journal: object[]) => ({ journal: async () => journal }) as unknown as CaseConnectors;
const records = async () => (await readFrom<PushRecord[]>('history', (store) => store.getAll()))!;

const exchange = (members: Partial<Exchange> = {}): Exchange => ({
  caseId: 'c1',
  connectorId: 'jira',
  label: 'Create the incident',
  startedAt: '2026-01-01T10:30:00.000Z',
  ms: 12,
  request: {
    method: 'POST',
    url: 'https://jira.example.com/rest/api/2/issue?a=1&b=%20',
    headers: { 'content-type': 'application/json' },
    body: '{"ü":1}',
  },
  answer: { status: 201, headers: { 'content-type': 'application/json' }, body: '{"id":"1"}' },
  error: null,
  ...members,
});

beforeEach(async () => {
  for (const name of ['history', 'marks', 'exchanges'] as const) await forget(name);
});

describe('a record', () => {
  test('has how the push ended, and only the receipts that are new', async () => {
    await keepRecord(packageWith([entry(0, 'intent'), entry(1), entry(2)]), SUBJECT, { outcome: outcome() });
    const end = outcome({ state: 'failed', error: failure('OFFLINE') });
    await keepRecord(packageWith([entry(0, 'intent'), entry(1), entry(2), entry(3)]), SUBJECT, { outcome: end });
    const [first, second] = (await records()).sort((a, b) => b.receipts.length - a.receipts.length);
    expect(first).toMatchObject({ state: 'complete', incident: { title: 'SOC-1' }, error: null });
    expect(first!.receipts.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(second).toMatchObject({ state: 'failed', error: { code: 'OFFLINE' } });
    expect(second!.receipts).toMatchObject([{ seq: 3, kind: 'comment', commentId: 'k3', externalCommentId: 'r3' }]);
  });

  test('has what a person should know of a push that went on', async () => {
    const warning = { code: 'ITEMS_UNCONFIRMED', message: 'Nobody knows.', field: 'alerts', commentId: null };
    await keepRecord(packageWith([]), SUBJECT, { outcome: outcome({ warnings: [warning] }) });
    expect(await records()).toMatchObject([{ state: 'complete', warnings: [{ code: 'ITEMS_UNCONFIRMED' }] }]);
  });

  test('has nothing of what another connector of the place has sent', async () => {
    const journal = [entry(1), entry(2, 'receipt', 'jira-night'), entry(3)];
    const night = { ...SUBJECT, connectorId: 'jira-night' };
    await keepRecord(packageWith(journal), night, { outcome: outcome() });
    await keepRecord(packageWith(journal), SUBJECT, { outcome: outcome() });
    const seen = Object.fromEntries((await records()).map((it) => [it.connectorId, it.receipts.map(({ seq }) => seq)]));
    expect(seen).toEqual({ jira: [1, 3], 'jira-night': [2] });
  });

  test('begins anew with a journal that was forgotten', async () => {
    await keepRecord(packageWith([entry(7)]), SUBJECT, { outcome: outcome() });
    await keepRecord(packageWith([entry(1)]), SUBJECT, { outcome: outcome() });
    expect((await records()).flatMap(({ receipts }) => receipts.map(({ seq }) => seq)).sort()).toEqual([1, 7]);
  });

  test('of a push that could not begin has why', async () => {
    await keepRecord(packageWith([]), SUBJECT, { error: failure('CONNECTOR_INVALID') });
    expect(await records()).toMatchObject([{ state: 'refused', incident: null, error: { code: 'CONNECTOR_INVALID' } }]);
  });
});

test('keeps exchanges, and forgets those of one case with its records', async () => {
  keepExchange(exchange({ startedAt: '2026-01-01T10:31:00.000Z' }));
  keepExchange(exchange());
  keepExchange(exchange({ caseId: 'c2' }));
  expect((await readExchanges(({ caseId }) => caseId === 'c1')).map(({ startedAt }) => startedAt)).toEqual([
    '2026-01-01T10:30:00.000Z',
    '2026-01-01T10:31:00.000Z',
  ]);
  await keepRecord(packageWith([]), SUBJECT, { outcome: outcome() });
  await forgetHistory(['c1']);
  expect(await records()).toEqual([]);
  expect((await readExchanges()).map(({ caseId }) => caseId)).toEqual(['c2']);
});

describe('an HTTP archive', () => {
  const [sent] = (toHar([exchange()], '1.2.3') as { log: { entries: object[] } }).log.entries;
  test('has what was sent and answered, with sizes in bytes', () => {
    expect(sent).toMatchObject({
      startedDateTime: '2026-01-01T10:30:00.000Z',
      time: 12,
      comment: 'Create the incident',
      request: {
        method: 'POST',
        queryString: [
          { name: 'a', value: '1' },
          { name: 'b', value: ' ' },
        ],
        postData: { mimeType: 'application/json', text: '{"ü":1}' },
        bodySize: 8,
      },
      response: { status: 201, content: { size: 10, text: '{"id":"1"}' } },
    });
  });

  test('says of a request without an answer why', () => {
    const har = toHar([exchange({ answer: null, error: failure('OFFLINE') })], '1.2.3');
    expect(har).toMatchObject({
      log: {
        version: '1.2',
        creator: { version: '1.2.3' },
        entries: [{ comment: 'Create the incident. OFFLINE: It failed.', response: { status: 0 } }],
      },
    });
  });
});
