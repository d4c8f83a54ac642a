// Alert documents beside a case, from the tarball: a plan has what they hold, and a push that is finished later still has it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { launch, outcomeOf } from './lib/browser.js';
import { consumer } from './lib/consumer.js';
import { serve } from './lib/server.js';

const fixture = (name) => readFileSync(new URL(`../fixtures/cases/${name}.json`, import.meta.url), 'utf8');

/** What the documents hold, once each: destination addresses, source addresses, hashes, URLs. */
const OBSERVABLES = [
  '198.51.100.53',
  '198.51.100.54',
  '192.0.2.10',
  '192.0.2.11',
  '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9',
  '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b',
  'https://t.example.net/q?a=1,2',
];

let project;
before(() => {
  const names = ['dns_tunnelling', 'dns_tunnelling.alerts'];
  project = consumer(Object.fromEntries(names.map((name) => [`${name}.json`, fixture(name)])));
});
after(() => project.remove());

test('the plan has what the documents hold, as bytes, as text and as an object', async () => {
  const { planned, refused } = await project.run(`
    import { readFileSync } from 'node:fs';
    import * as api from 'case-connectors';
    const connector = (usesTableApi) => ({ id: 'soc', type: '.servicenow-sir', name: 'SecOps',
      config: { apiUrl: 'https://sn.example', username: 'bot', advanced: { usesTableApi } } });
    const bytes = new Uint8Array(readFileSync('dns_tunnelling.alerts.json'));
    const text = new TextDecoder().decode(bytes);
    const securityCase = readFileSync('dns_tunnelling.json');
    const plan = (alertPages, usesTableApi) =>
      api.planPush({ securityCase, alertPages }, connector(usesTableApi), { now: '2026-11-24T08:00:00Z' }).steps;
    const body = (step) => JSON.parse(step.request.body);
    const planned = [[bytes], [text], [JSON.parse(text)], [bytes, text], [], undefined].map((alertPages) => ({
      items: plan(alertPages, false).filter(({ kind }) => kind === 'items').flatMap(body).map(({ value }) => value),
      column: body(plan(alertPages, true).find(({ kind }) => kind === 'create')).source_ip ?? null,
    }));
    let refused;
    try { plan(['{"hits":{}}'], false); } catch ({ code, field }) { refused = [code, field]; }
    console.log(JSON.stringify({ planned, refused }));
  `);
  const all = { items: OBSERVABLES, column: '192.0.2.10,192.0.2.11' };
  const none = { items: [], column: null };
  assert.deepEqual(planned, [all, all, all, all, none, none]);
  assert.deepEqual(refused, ['CASE_INVALID', 'alertPages[0].hits']);
});

test('a push that is finished by a later page adds what the documents hold, once', async () => {
  const system = await secOps();
  const page = `<!doctype html><title>Plain page</title><script type="module">
    import { CaseConnectors, init } from './node_modules/case-connectors/index.js';
    await init();
    const clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
    const bytesOf = async (name) => new Uint8Array(await (await fetch('/' + name + '.json')).arrayBuffer());
    const host = await CaseConnectors.open({ clock });
    await host.setVault({ level: 'device' });
    const { connector } = await host.saveConnector({ type: '.servicenow-sir', name: 'S', secrets: { password: 'p' },
      config: { apiUrl: '${system.url}', username: 'bot', advanced: { usesTableApi: false } } });
    const stop = new AbortController();
    const outcome = await host.push(
      { securityCase: await bytesOf('dns_tunnelling'), alertPages: [await bytesOf('dns_tunnelling.alerts')] },
      { connectorId: connector.id, signal: stop.signal, onProgress: ({ done }) => done === 1 && stop.abort() });
    host.close();
    const added = await (await fetch('${system.url}/observables')).json();
    const again = await CaseConnectors.open({ clock });
    const pending = await again.interrupted();
    const { state, warnings } = await again.resume(pending[0].caseId);
    const kinds = (await again.journal(pending[0].caseId, connector.id)).map(({ step, event }) => step.kind + ' ' + event.kind);
    window.outcome = { first: outcome.state, added, state, warnings, kinds: kinds.filter((it) => it.startsWith('items')) };
  </script>`;
  project.write('index.html', page);
  const server = await serve(project.folder);
  const browser = await launch();
  try {
    const { first, ...seen } = await outcomeOf(browser, server.url);
    assert.match(first, /^(failed|unknown)$/);
    assert.deepEqual(seen, { added: [], state: 'complete', warnings: [], kinds: ['items receipt'] });
    assert.deepEqual(
      system.observables.map(({ value }) => value),
      OBSERVABLES,
    );
  } finally {
    await browser.close();
    server.close();
    system.close();
  }
});

/** As much of ServiceNow with Elastic's app as a push needs, for pages of any origin. */
async function secOps() {
  const [rows, notes, observables] = [[], [], []];
  const imported = (sent) => {
    if (sent.u_work_notes) notes.unshift(sent.u_work_notes);
    const id = sent.elastic_incident_id ?? 'a1b2';
    const kept = Object.entries(sent).map(([name, value]) => [name.replace(/^u_/, ''), value]);
    if (!rows[0]) rows.push({ ...Object.fromEntries(kept), sys_id: id, number: 'SIR1', active: 'true' });
    return [{ status: 'inserted', sys_id: id, display_value: 'SIR1' }];
  };
  const answer = (path, sent) => {
    if (path.startsWith('/api/now/import/')) return imported(sent);
    if (path.endsWith('/observables/bulk')) return observables.push(...sent) && sent;
    if (path.endsWith('/health')) return { version: '1.0.0' };
    if (path.includes('display_value=true')) return { work_notes: notes.join('\n\n') };
    return path.includes('/sn_si_incident/') ? rows[0] : rows;
  };
  const server = createServer(async (request, response) => {
    const headers = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-allow-methods': '*',
      'content-type': 'application/json',
    };
    if (request.method === 'OPTIONS') return response.writeHead(204, headers).end();
    if (request.url === '/observables') return response.writeHead(200, headers).end(JSON.stringify(observables));
    let text = '';
    for await (const chunk of request) text += chunk;
    const result = answer(request.url, text && JSON.parse(text));
    return response.writeHead(200, headers).end(JSON.stringify({ result }));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    observables,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
