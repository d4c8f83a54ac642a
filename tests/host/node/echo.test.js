// A secret that the other side repeats, in however it spells it: nobody gets to see it.
import { authorize, Push, send } from 'case-connectors';
import { expect, onTestFinished, test } from 'vitest';

import { draft, SYSTEMS } from '../lib/connectors.js';
import { hostile } from '../lib/hostile.js';
import { caseOf, open, save, swiftClock } from '../lib/host.js';
import { spellings } from '../lib/spellings.js';

const SECRET = 'pä$$/"wör+d& <7%20';
/** Bearer tokens are ASCII without white space. */
const TOKEN = 'tok/en"&+<7%20>=x';

/** What is left of a secret: three letters of it would be too many. */
function expectSilent(said, spelled, what) {
  for (const leak of [SECRET, TOKEN, ...spelled])
    expect(said.includes(leak), `${what}: ${leak} in ${said}`).toBe(false);
}

/** A host whose log, store and outcomes are gathered. */
async function listening(name) {
  const log = [];
  const host = await open(name, { store: 'memory', clock: swiftClock(), onExchange: (exchange) => log.push(exchange) });
  return { host, log };
}

const KEYS = { servicenow: 'password', jiraCloud: 'apiToken', jiraDataCenter: 'apiToken', resilient: 'apiKeySecret' };
const secretOf = (system) => (['jiraDataCenter', 'resilient'].includes(system) ? TOKEN : SECRET);

for (const system of SYSTEMS)
  for (const status of [200, 400, 401, 500])
    test(`${system} repeats the secret with status ${status}`, async () => {
      const secret = secretOf(system);
      const all = spellings(secret);
      const { host, log } = await listening(`echo-${system}-${status}`);
      let current = '';
      const apiUrl = await hostile((request, response) => {
        const words = `${request.headers.authorization} ${current}`;
        const body = {
          message: words,
          errorMessages: [words],
          error: { message: words, detail: words },
          result: [],
          records: [],
        };
        const spelledInJson = JSON.stringify(body).replaceAll(JSON.stringify(current).slice(1, -1), current);
        response.writeHead(status, {
          'content-type': status === 401 ? 'text/plain' : 'application/json',
          'x-note': encodeURI(current),
        });
        // As it stands there, though it be no JSON then.
        response.end(status === 401 ? words : current.length % 2 ? JSON.stringify(body) : spelledInJson);
      }, onTestFinished);
      const form = draft(system, { apiUrl, secrets: { [KEYS[system]]: secret } });
      const id = await save(host, form);
      for (const [encoder, spelled] of Object.entries(all)) {
        current = spelled;
        const report = await host.testConnector(form);
        const outcome = await host.push(caseOf(`echo-${system}-${status}`), { connectorId: id });
        const said = JSON.stringify([
          report,
          { ...outcome, updatedCase: null },
          log.splice(0),
          await host.interrupted(),
        ]);
        expectSilent(said, [spelled, JSON.stringify(spelled).slice(1, -1)], encoder);
        // `replaceAll` takes a `$` out of it where it is even: then its greater part is left, and nobody sees the words.
        expect(said, encoder).toMatch(/\[redacted\]|\[withheld: it repeats a part of the secret\]/);
      }
      host.close();
    });

test('a host that sends itself gets no secret back either', async () => {
  let words = '';
  const apiUrl = await hostile((request, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: `${request.headers.authorization} ${words}`, detail: words } }));
  }, onTestFinished);
  const connector = draft('servicenow', { apiUrl, id: 'sn', secrets: undefined });
  for (const [encoder, spelled] of Object.entries(spellings(SECRET))) {
    words = spelled;
    const raw = new Push(caseOf('echo-io'), connector);
    const sent = new Push(caseOf('echo-io'), connector);
    for (const push of [raw, sent]) {
      const { id, request } = push.next();
      const authorized = authorize(request, connector, { password: SECRET });
      if (push === sent) {
        const answer = await send(authorized);
        expectSilent(new TextDecoder().decode(answer.body), [JSON.stringify(spelled).slice(1, -1)], encoder);
        push.receive(id, answer);
      } else {
        const { url, ...init } = authorized;
        const answer = await fetch(url, init);
        push.receive(id, {
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: await answer.text(),
        });
      }
      const outcome = JSON.stringify(push.outcome());
      expect(outcome).toContain('[redacted]');
      expectSilent(outcome, [spelled, JSON.stringify(spelled).slice(1, -1)], encoder);
      push.free();
    }
  }
});

test('what a platform says about a header is not shown either', async () => {
  const connector = draft('servicenow', { apiUrl: 'http://127.0.0.1:9', id: 'sn', secrets: undefined });
  const push = new Push(caseOf('echo-io'), connector);
  const { id, request } = push.next();
  const { headers } = authorize(request, connector, { password: SECRET });
  push.fail(id, 'aborted', new TypeError(`Headers.append: "${headers.authorization}" is an invalid header value.`));
  const { error } = push.outcome();
  expect(error.remote).toContain('Headers.append: "Basic [redacted]"');
  push.free();
});

test('with a short secret nothing that others say is shown', async () => {
  const { host, log } = await listening('echo-short');
  const apiUrl = await hostile((_, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end('{"error":{"message":"It is n o p q: nopq, or bm9wcQ==."}}');
  }, onTestFinished);
  const id = await save(host, draft('servicenow', { apiUrl, secrets: { password: 'nopq' } }));
  const { error } = await host.push(caseOf('echo-short'), { connectorId: id });
  expect(error.remote).toMatch(/withheld/);
  expect(JSON.stringify([error, log])).not.toMatch(/bm9w|n o p q/);
  host.close();
});
