// Every public function with values of wrong types: an error that names the path, never a trap.
import * as api from 'case-connectors';
import { expect, test } from 'vitest';

import { FUNCTIONS, methods } from '../lib/declared.js';
import { caseOf, open } from '../lib/host.js';

const functions = { ...api };

const circle = {};
circle.self = circle;
const WRONG = [
  5,
  -1,
  NaN,
  Infinity,
  2 ** 40,
  5n,
  true,
  '',
  '\0',
  '\ud800',
  'x'.repeat(70_000),
  {},
  [],
  [[]],
  [null],
  { length: 2 ** 31 },
  null,
  undefined,
  Symbol('s'),
  () => {},
  new Map(),
  new Date(NaN),
  new Uint8Array(),
  new Uint8Array(3),
  new Float64Array(2),
  new ArrayBuffer(8),
  new DataView(new ArrayBuffer(4)),
  circle,
  Object.create(null),
  new Proxy({}, { get: () => 5 }),
  {
    get config() {
      throw new Error('thrown');
    },
  },
  /x/,
  new Error('x'),
  Promise.resolve(),
];

/** So often each, with arguments that follow each other through the list at different paces. */
const TIMES = 300;
const wrong = (time, count) =>
  Array.from({ length: count }, (_, place) => WRONG[(time * (place * 7 + 1) + place * 11) % WRONG.length]);

/** What is no error of ours would be a trap, or a fault that nobody can act on. */
function expectOurs(error, what) {
  const own = error?.message === 'thrown';
  expect(
    own || (error instanceof api.CaseConnectorsError && error.code !== 'ENGINE_BROKEN'),
    `${what}: ${error?.stack}`,
  ).toBe(true);
}

test('the declarations name what is walked', () => {
  expect(FUNCTIONS.length).toBeGreaterThan(14);
  expect(methods('api.d.ts', 'Push').length).toBeGreaterThan(9);
  expect(methods('host/case-connectors.d.ts', 'CaseConnectors').length).toBeGreaterThan(30);
});

for (const name of FUNCTIONS)
  test(`${name} refuses wrong values`, async () => {
    for (let time = 0; time < TIMES; time += 1)
      try {
        await functions[name](...wrong(time, 3));
      } catch (error) {
        expectOurs(error, `${name} ${time}`);
      }
    expect(api.renderText('*a*', 'wiki').text).toBe('_a_');
  });

test('Push refuses wrong values', () => {
  const connector = {
    id: 'c',
    type: '.servicenow',
    name: 'S',
    config: { apiUrl: 'https://a.service-now.com', username: 'u' },
  };
  for (let time = 0; time < TIMES; time += 1)
    try {
      new api.Push(...wrong(time, 3)).free();
    } catch (error) {
      expectOurs(error, `new Push ${time}`);
    }
  for (const method of methods('api.d.ts', 'Push').filter((each) => each !== 'free')) {
    const push = new api.Push(caseOf('types'), connector);
    for (let time = 0; time < TIMES; time += 1)
      try {
        push[method](...wrong(time, 3));
      } catch (error) {
        expectOurs(error, `${method} ${time}`);
      }
    push.free();
    push.free();
  }
});

for (const method of methods('host/case-connectors.d.ts', 'CaseConnectors'))
  test(`CaseConnectors ${method} refuses wrong values`, async () => {
    const host = await open(`types-${method}`, { store: 'memory' });
    const call = method === 'open' ? api.CaseConnectors.open.bind(api.CaseConnectors) : host[method].bind(host);
    for (let time = 0; time < TIMES; time += 1)
      try {
        const opened = await call(...wrong(time, 2));
        if (method === 'open') opened.close();
      } catch (error) {
        if (method !== 'open') expectOurs(error, `${method} ${time}`);
      }
    host.close();
    expect(api.readText('*a*', 'wiki')).toBe('**a**');
  });

test('what is wrong is named by its path', async () => {
  const host = await open('types-paths', { store: 'memory' });
  const connector = { type: '.jira', config: {} };
  const io = {
    id: 'c',
    type: '.servicenow',
    name: 'S',
    config: { apiUrl: 'https://a.service-now.com', username: 'u' },
  };
  for (const [call, field] of [
    [() => host.journal(5, 5), 'caseId'],
    [() => host.journal('c', 5), 'connectorId'],
    [() => host.forget(5), 'caseId'],
    [() => host.journal('c\0k', 'x'), 'caseId'],
    [() => host.forget('\0'), 'caseId'],
    [() => host.push('{}', { connectorId: 'a\0b' }), 'connectorId'],
    [() => api.renderText({}, 'wiki'), 'markdown'],
    [() => api.readText('x', 5), 'format'],
    [() => host.push('{}', { timeoutMs: 'soon' }), 'timeoutMs'],
    [() => host.push('{}', { settle: { kind: 5 } }), 'settle.kind'],
    [() => host.setVault({ level: 'memory', autoLockMs: '5' }), 'autoLockMs'],
    [() => api.authorize({}, connector, 'secret'), 'secrets'],
    [() => api.planPush('{}', connector, { journal: {} }), 'journal'],
    [() => host.watch('x'), 'listener'],
    [() => host.resumeAll({ only: [{ caseId: 5, connectorId: 'x' }] }), 'only'],
    [() => host.resumeAll({ only: new Array(2) }), 'only'],
    [() => host.importConnectors({}, { replace: [5] }), 'replace'],
    [() => host.push({ securityCase: '{}', commentPages: {} }), 'commentPages'],
    [() => api.readCase({ securityCase: '{}', alertPages: 'x' }), 'alertPages'],
    [() => api.emptyDraft({ fields: new Array(2), advanced: [] }), 'type'],
    [() => new api.Push(caseOf('types'), io).receive(0, { status: { valueOf: null } }), 'answer.status'],
  ]) {
    const error = await (async () => call())().then(
      () => null,
      (thrown) => thrown,
    );
    expect([error?.code, error?.field], field).toEqual(['OPTIONS_INVALID', field]);
  }
  host.close();
});

test('an option that is null is as good as left out', async () => {
  const host = await api.CaseConnectors.open({ store: 'memory', name: 'types-null', namespace: null });
  const other = await api.CaseConnectors.open({ store: 'memory', name: 'types-null' });
  // Both are of one name, so that one hears of the other's queue.
  const heard = new Promise((hear) => other.watchQueue(() => hear('heard')));
  await host.clearQueue();
  expect(await heard).toBe('heard');
  for (const options of [null, { only: null }, { only: null, signal: null, onResult: null }])
    expect(await host.resumeAll(options)).toEqual([]);
  for (const options of [{ connectorId: null }, { connectorId: null, onResult: null, signal: null }]) {
    expect(await host.pushAll([], options)).toEqual([]);
    expect(await host.pullAll([], options)).toEqual([]);
  }
  expect(
    (await host.importConnectors(JSON.parse(JSON.stringify(await host.exportConnectors())), { replace: null })).results,
  ).toEqual([]);
  await host.close();
  await other.close();
});

test('what a getter answers the second time is no way around the checks', async () => {
  const host = await open('types-twice', { store: 'memory' });
  const twice = (first, second) => {
    let times = 0;
    return { enumerable: true, get: () => (times++ === 0 ? first : second) };
  };
  for (const other of [5, { length: 2 ** 31 }, [1, 2, 3], new Uint8Array(9)]) {
    const push = Object.defineProperties({ connectorId: 'x' }, { caseId: twice('c', other) });
    const options = Object.defineProperties({}, { connectorId: twice('c', other) });
    for (const call of [() => host.resumeAll({ only: [push] }), () => host.push(caseOf('types'), options)]) {
      const error = await (async () => call())().catch((thrown) => thrown);
      expect(['OPTIONS_INVALID', 'CONNECTOR_UNKNOWN', undefined]).toContain(error?.code);
      expectOurs(error instanceof Error ? error : new api.CaseConnectorsError('X', '', ''), String(other));
    }
    expect(api.renderText('*a*', 'wiki').text).toBe('_a_');
  }
  host.close();
});
