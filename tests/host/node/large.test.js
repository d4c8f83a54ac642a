// Answers that are larger than any that a push needs.
import { gzipSync } from 'node:zlib';

import { send } from 'case-connectors';
import { expect, onTestFinished, test } from 'vitest';

import { draft, SYSTEMS } from '../lib/connectors.js';
import { hostile } from '../lib/hostile.js';
import { caseOf, codeOf, open, save, swiftClock } from '../lib/host.js';

const MIB = 1 << 20;
const JSON_TYPE = { 'content-type': 'application/json' };

const BODIES = {
  'nested arrays, packed to little': [
    { ...JSON_TYPE, 'content-encoding': 'gzip' },
    gzipSync('['.repeat(200 * MIB), { level: 1 }),
  ],
  'many values': [JSON_TYPE, `{"result":[${'0,'.repeat(2 * MIB)}0]}`],
  'many objects': [JSON_TYPE, `{"result":[${'{"a":0},'.repeat(MIB)}{}]}`],
  'a long text': [JSON_TYPE, `{"result":"${'x'.repeat(9 * MIB)}"}`],
  'no JSON': [{ 'content-type': 'text/plain' }, 'x'.repeat(100 * MIB)],
  'what is slow to look through': [JSON_TYPE, `{"result":"${'&amp;'.repeat(80_000)}"}`],
};

for (const [what, [headers, body]] of Object.entries(BODIES))
  test(`${what} of every system ends a push and a test within seconds`, async () => {
    const host = await open(`large-${what.length}`, { clock: swiftClock() });
    let isLarge = true;
    const apiUrl = await hostile((_, response) => {
      if (isLarge) response.writeHead(200, headers).end(body);
      else response.writeHead(503).end();
    }, onTestFinished);
    for (const system of SYSTEMS) {
      isLarge = true;
      const form = draft(system, { apiUrl, name: system });
      const id = await save(host, form);
      const { state, error } = await host.push(caseOf(`large-${system}-${what.length}`), { connectorId: id });
      expect([state, error.code, error.message], system).toEqual([
        'failed',
        'ANSWER_TOO_LARGE',
        expect.stringContaining('GET http'),
      ]);
      const report = await host.testConnector(form);
      expect(JSON.stringify(report)).toContain('ANSWER_TOO_LARGE');
      // The lock of the case is free, and the engine goes on.
      isLarge = false;
      expect(
        (await host.push(caseOf(`large-${system}-${what.length}`), { connectorId: id, ifBusy: 'fail' })).state,
      ).toBe('failed');
    }
    host.close();
  });

test('an answer without end is cut off where it is too large', async () => {
  const url = await hostile((_, response) => {
    response.writeHead(200, JSON_TYPE);
    const chunk = Buffer.alloc(MIB, ' ');
    const more = () => {
      while (response.write(chunk)) if (response.destroyed) return;
      response.once('drain', more);
    };
    more();
  }, onTestFinished);
  expect(await codeOf(send({ method: 'GET', url, headers: {}, body: null }))).toBe('ANSWER_TOO_LARGE');
});

test('an error of megabytes becomes a message that a person can read', async () => {
  const host = await open('large-error', { clock: swiftClock() });
  let answer;
  const apiUrl = await hostile((_, response) => {
    response.writeHead(400, { 'content-type': answer[0] });
    response.end(answer[1]);
  }, onTestFinished);
  const id = await save(host, draft('servicenow', { apiUrl }));
  const words = 'no '.repeat(2 * MIB);
  for (answer of [
    ['application/json', JSON.stringify({ error: { message: words, detail: words } })],
    ['application/json', JSON.stringify({ error: { message: 'é'.repeat(MIB) } })],
    ['text/plain', words],
    ['text/html', `<p>${words}</p>`],
  ]) {
    const { error } = await host.push(caseOf('large-error'), { connectorId: id });
    expect([...error.message].length).toBeLessThanOrEqual(2_001);
    expect([...(error.remote ?? '')].length).toBeLessThanOrEqual(1_001);
    expect(JSON.stringify(await host.interrupted()).length).toBeLessThan(8_000);
  }
  host.close();
});

test("of Kibana's answer to a push the head is enough", async () => {
  let pushed = false;
  const service = {
    connector_id: 'k',
    connector_name: 'K',
    external_id: '1',
    external_title: 'INC1',
    external_url: 'u',
    pushed_at: new Date(Date.now() + 60_000).toISOString(),
    pushed_by: {},
  };
  const url = await hostile((request, response) => {
    pushed ||= request.method === 'POST';
    const kept = { id: 'large-kibana', title: 't', external_service: pushed ? service : null };
    response.writeHead(200, JSON_TYPE);
    response.end(JSON.stringify({ ...kept, padding: request.method === 'POST' ? 'x'.repeat(20 * MIB) : '' }));
  }, onTestFinished);
  const host = await open('large-kibana', { clock: swiftClock(), delegate: { kind: 'kibana', url } });
  const outcome = await host.push({ id: 'large-kibana', title: 't' }, { connectorId: 'k' });
  expect([outcome.state, outcome.externalService?.external_id]).toEqual(['complete', '1']);
  host.close();
});
