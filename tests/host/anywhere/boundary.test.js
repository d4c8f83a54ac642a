// Plain data in, plain data out; whatever comes in, nothing traps.
import { authorize, connectorTypes, mapCase, Push, planPush, validateConnector } from 'case-connectors';
import { expect, test } from 'vitest';

import { caseOf } from '../lib/host.js';

const CONNECTOR = {
  id: 'soc',
  type: '.jira',
  name: 'SOC',
  config: { apiUrl: 'https://example.atlassian.net', projectKey: 'SOC', email: 'bot@example.com' },
};
const NOW = '2026-11-24T08:00:00Z';

const thrown = (run) => {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
};

test('forms are plain objects that survive JSON', () => {
  const types = connectorTypes({ license: 'gold' });
  const copy = JSON.parse(JSON.stringify(types));
  expect(copy).toEqual(types);
  const [servicenow, , jira, resilient] = copy;
  expect([servicenow.available, jira.available]).toEqual([false, true]);
  expect(jira.fields[2]).toEqual({
    key: 'projectKey',
    path: 'config.projectKey',
    label: 'Project key',
    kind: 'text',
    required: true,
    secret: false,
    help: 'The letters before the number of an issue, such as SOC.',
    group: null,
    choices: null,
    default: null,
  });
  expect(servicenow.advanced[0].default).toBe(true);
  expect(jira.advanced[1].choices[1].value).toBe('bearer');
  expect(jira.targets[0]).toEqual({ name: 'summary', limit: 254, required: true });
  expect(resilient.defaultMappings[0]).toEqual({ source: 'title', target: 'name', action: 'overwrite' });
  // Nothing is `null`, never missing.
  expect(jira.fields[0].choices).toBe(null);
});

test('a problem is field, code, severity, message and suggestion', () => {
  const { type, config } = CONNECTOR;
  const draft = { ...CONNECTOR, config: { ...config, projectKey: 'soc' } };
  const existing = { type, config: { apiUrl: config.apiUrl, email: config.email } };
  expect(validateConnector(draft, { existing })).toEqual([
    {
      field: 'config.projectKey',
      code: 'PROJECT_KEY_UNUSUAL',
      severity: 'warning',
      message: 'Project keys are usually capital letters and digits, such as SOC.',
      suggestion: null,
    },
  ]);
});

test('a plan survives JSON, and says null where nothing is', () => {
  const plan = planPush(caseOf('plan'), CONNECTOR, { now: NOW, license: null });
  const { steps } = JSON.parse(JSON.stringify(plan));
  expect(steps[0].request.headers.accept).toBe('application/json');
  expect(steps[0].request.body).toBe(null);
  expect(steps[0].commentId).toBe(null);
  expect(steps[4].after.summary).toMatch(/^Credential phishing/);
});

test('errors have code, remedy and field', () => {
  const error = thrown(() => mapCase('{"id":"1","title":5}', CONNECTOR));
  expect(error).toMatchObject({ code: 'CASE_INVALID', field: 'title', status: null });
  expect(error.remedy).not.toBe('');
});

test('no draft throws but one that is no object', () => {
  const cyclic = { type: '.jira' };
  cyclic.config = cyclic;
  const odd = { auth: { x: [1] } };
  for (const draft of [
    cyclic,
    {},
    [],
    { type: 5 },
    { type: '.jira', name: 7, config: [], secrets: 'x', mappings: {} },
    { type: '.jira', config: { apiUrl: {}, projectKey: 1.5, advanced: odd }, mappings: [null, 5] },
    { type: '.resilient', config: { orgId: 201 } },
  ]) {
    const codes = validateConnector(draft).map(({ code }) => code);
    expect(codes).not.toEqual([]);
    expect(codes).not.toContain('NOT_A_NUMBER');
  }
  for (const draft of [null, undefined, 'x', 5])
    expect(thrown(() => validateConnector(draft)).code).toBe('OPTIONS_INVALID');
});

test('whatever letters a draft has, none is taken for what stands between its parts', () => {
  const names = [
    '0',
    '3:abc',
    '}',
    '{',
    ']',
    '-',
    '+',
    '1:',
    '\0',
    ',;',
    'ü',
    '\u{1f600}',
    'a\u{1f600}:b',
    '',
    '\u2028',
  ];
  for (const name of names) {
    const draft = {
      type: '.jira',
      name,
      config: { apiUrl: name, [name]: name, projectKey: name },
      secrets: { [name]: name },
    };
    const unknown = validateConnector(draft, { existing: draft, otherNames: [name] }).filter(
      (it) => it.code === 'FIELD_UNKNOWN',
    );
    expect(unknown.map((it) => it.field)).toEqual([`config.${name}`, `secrets.${name}`]);
    expect(unknown[0].message).toBe(`Jira has no field config.${name}; it is ignored.`);
    const target = `${name}x`;
    const mappings = [0, 1].map(() => ({ source: 'title', target, action: 'overwrite' }));
    const twice = validateConnector({ ...draft, mappings }).find((it) => it.field === 'mappings[1]');
    expect(twice.message).toBe(`Two mappings write ${target}.`);
  }
  // A half of a letter is no text in the engine.
  const [half] = validateConnector({ type: 'a\ud83d' });
  expect(half.message).toBe('The connector type "a\ufffd" is not known.');
});

test('a secret is added last, and only below the base URL', () => {
  const secrets = { apiToken: 't0ken' };
  const to = (url) => authorize({ method: 'GET', url, headers: {}, body: null }, CONNECTOR, secrets);
  // Base64 of `bot@example.com:t0ken`.
  expect(to('https://example.atlassian.net/rest').headers.authorization).toBe('Basic Ym90QGV4YW1wbGUuY29tOnQwa2Vu');
  for (const outside of [
    'https://example.atlassian.net.evil.example/rest',
    'https://evil.example/',
    'http://example.atlassian.net/',
  ])
    expect(thrown(() => to(outside)).code, outside).toBe('URL_OUTSIDE_CONNECTOR');
});

test('a freed push is an error, and not another push', () => {
  const begin = () => new Push(caseOf('freed'), CONNECTOR, { now: NOW });
  const first = begin();
  expect(first.next().kind).toBe('send');
  first.free();
  const second = begin();
  expect(thrown(() => first.next()).code).toBe('PUSH_STATE');
  expect(second.next().kind).toBe('send');
  second.free();
});
