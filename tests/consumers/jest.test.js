// Jest with its default settings: CommonJS, and with jsdom a realm without coders, fetch, structuredClone or crypto.subtle.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startSimulators } from '../judges/node/simulators.mjs';
import { COMMONJS, consumer } from './lib/consumer.js';
import { CASE, EXERCISE, PLANNED, PUSHED } from './lib/exercise.js';

/** The least of a `fetch`, as a test would stub it: no `Response`, no `Headers`. */
const FETCH = `
const http = require('node:http');
const stubbed = (url, { method, headers, body }) => new Promise((resolve, reject) => {
  const request = http.request(url, { method, headers }, (response) => {
    const chunks = [];
    response.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      const bytes = Buffer.concat(chunks);
      const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
      resolve({ status: response.statusCode, headers: new Map(Object.entries(response.headers)), arrayBuffer: async () => buffer });
    });
  });
  request.on('error', reject).end(body ? Buffer.from(body) : undefined);
});
`;

const spec = (url) => `
const { readFileSync } = require('node:fs');
const vm = require('node:vm');
const api = require('case-connectors');
${FETCH}
${EXERCISE}
beforeEach(() => { if (typeof document !== 'undefined') globalThis.fetch = stubbed; });

test('a case is planned and pushed', async () => {
  expect(await exercise(api, ${JSON.stringify(url)})).toEqual(${JSON.stringify(PUSHED)});
});

test('the entry points share one state', async () => {
  await api.init();
  expect(require('case-connectors/inline').version()).toBe('${PUSHED.version}');
});

test('the forms work alone, and with the engine inside', async () => {
  for (const name of ['case-connectors/forms', 'case-connectors/forms/inline']) {
    const forms = require(name);
    await forms.init();
    expect(forms.validateConnector({ type: '.jira' }).map(({ code }) => code)).toContain('FIELD_REQUIRED');
    const draft = vm.runInNewContext('({ type: ".jira", name: "SOC", config: Object.assign(Object.create(null), { apiUrl: "nonsense" }) })');
    expect(forms.validateConnector(draft).map(({ code }) => code)).toContain('URL_INVALID');
  }
});

test('bytes of another realm are bytes', async () => {
  await api.init();
  const connector = { id: 'a', type: '.jira', name: 'A', config: { apiUrl: 'https://j.example', projectKey: 'SOC', email: 'u' } };
  const foreign = (text) => vm.runInNewContext('new Uint8Array(list)', { list: [...Buffer.from(text)] });
  const apart = JSON.parse(${JSON.stringify(CASE)});
  const comments = apart.comments.filter(({ type }) => type === 'user');
  const input = { securityCase: foreign(JSON.stringify({ ...apart, comments: [] })), commentPages: [foreign(JSON.stringify({ comments }))] };
  const written = api.planPush(input, connector).steps.filter(({ kind }) => kind === 'comment');
  expect(written.length).toBe(comments.length);
  const request = { method: 'POST', url: 'https://j.example/rest', headers: {}, body: foreign('{"a":1}') };
  const { body } = api.authorize(request, connector, { apiToken: 't' });
  expect(Buffer.from(body).toString()).toBe('{"a":1}');
});

test('errors are of one class', async () => {
  await api.init();
  const { CaseConnectorsError } = require('case-connectors/forms');
  expect(() => api.mapCase('{}', {})).toThrow(CaseConnectorsError);
});

test('the plugin opens its client', async () => {
  const { plugin } = require('case-connectors/plugin');
  const own = plugin({ open: { store: 'memory' } });
  const basePath = { get: () => '', prepend: (path) => path };
  own.setup({ http: { basePath } });
  const client = await own.start({ http: { basePath } }).client();
  expect(await client.connectors()).toEqual([]);
  await own.stop();
});
`;

/** In a realm of its own, where nothing is loaded yet; in Node's everything is, on import. */
const BYTES = `
const { readFileSync } = require('node:fs');
const { init, version } = require('case-connectors');

test('bytes can be passed', async () => {
  await init(readFileSync(require.resolve('case-connectors/engine.wasm')));
  expect(version()).toBe('${PLANNED.version}');
});
`;

let simulators;
before(async () => {
  simulators = await startSimulators();
});
after(() => simulators.stop());

for (const [version, suffix] of [
  ['30', ''],
  ['29', '29'],
]) {
  for (const environment of ['node', 'jsdom']) {
    test(`Jest ${version}, ${environment}`, async () => {
      const tools = { jest: `jest${suffix}`, 'jest-environment-jsdom': `jest-environment-jsdom${suffix}` };
      const project = consumer(
        { ...COMMONJS, 'use.test.js': spec(simulators.addresses.servicenow), 'bytes.test.js': BYTES },
        tools,
      );
      try {
        const jest = [
          process.execPath,
          'node_modules/jest/bin/jest.js',
          `--env=${environment}`,
          '--ci',
          '--colors=false',
        ];
        await assert.doesNotReject(project.start(jest));
      } finally {
        project.remove();
      }
    });
  }
}
