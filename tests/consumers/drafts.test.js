// What a host needs to draw a form, and a case that is read without a connector.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { consumer } from './lib/consumer.js';

let project;
before(() => {
  const names = ['phishing', 'phishing.v9.case', 'phishing.v9.comments'];
  project = consumer(
    Object.fromEntries(
      names.map((name) => [
        `${name}.json`,
        readFileSync(new URL(`../fixtures/cases/${name}.json`, import.meta.url), 'utf8'),
      ]),
    ),
  );
});
after(() => project.remove());

for (const entry of ['case-connectors', 'case-connectors/forms']) {
  const prelude = `import * as api from '${entry}';\n`;

  test(`${entry}: an empty draft has the form's defaults, and nobody is told more than of no draft`, async () => {
    const [types, drafts, problems] = await project.run(`${prelude}
      const types = api.connectorTypes();
      const codes = (draft) => api.validateConnector(draft).map(({ field, code }) => [field, code]);
      console.log(JSON.stringify([types, types.map(api.emptyDraft),
        types.map((type) => [codes(api.emptyDraft(type)), codes({ type: type.id })])]));
    `);
    for (const [at, { id, fields, advanced }] of types.entries()) {
      assert.equal(drafts[at].type, id);
      for (const field of [...fields, ...advanced]) {
        const value = field.path.split('.').reduce((tree, key) => tree[key], drafts[at]);
        assert.equal(value, field.default ?? '', field.path);
      }
      assert.deepEqual(problems[at][0], problems[at][1]);
    }
  });

  test(`${entry}: a value is set in a new draft, and read from where it lies`, async () => {
    const seen = await project.run(`${prelude}
      const draft = Object.freeze({ type: '.jira', name: 'A', config: Object.freeze({ apiUrl: 'https://a.example', advanced: Object.freeze({ auth: 'basic' }) }) });
      const set = api.setValue(draft, 'config.advanced.auth', 'bearer');
      const deep = api.setValue({ type: '.jira' }, 'config.advanced.deployment', 'cloud');
      const over = api.setValue({ type: '.jira', config: { advanced: 'text' } }, 'config.advanced.auth', 'basic');
      console.log(JSON.stringify({
        draft, set, deep, over, secret: api.setValue(draft, 'secrets.apiToken', 't').secrets, same: set.config.apiUrl === draft.config.apiUrl,
        read: ['name', 'config.apiUrl', 'config.advanced.auth', 'config.nothing', 'config.apiUrl.length', 'config', 'mappings', '', 'null']
          .map((path) => api.getValue(draft, path) ?? null),
      }));
    `);
    assert.equal(seen.draft.config.advanced.auth, 'basic');
    assert.deepEqual(seen.set, {
      type: '.jira',
      name: 'A',
      config: { apiUrl: 'https://a.example', advanced: { auth: 'bearer' } },
    });
    assert.deepEqual(seen.deep, { type: '.jira', config: { advanced: { deployment: 'cloud' } } });
    assert.deepEqual(seen.over.config, { advanced: { auth: 'basic' } });
    assert.deepEqual(seen.secret, { apiToken: 't' });
    assert.deepEqual(seen.read, ['A', 'https://a.example', 'basic', null, null, null, null, null, null]);
  });

  test(`${entry}: a host of other letters is offered as a URL spells it`, async () => {
    const pasted = {
      'https://jira.bücher.example/browse/SOC-1': 'https://jira.xn--bcher-kva.example',
      'https://JIRA.BÜCHER.example:8443/jira/secure/Dashboard.jspa': 'https://jira.xn--bcher-kva.example:8443/jira',
      'https://jira.bu\u0308cher.example/': 'https://jira.xn--bcher-kva.example',
      'https://例え.jp/nav_to.do': 'https://xn--r8jz45g.jp',
      'https://例え。jp/': 'https://xn--r8jz45g.jp',
      'faß.example/rest/orgs/201': 'https://xn--fa-hia.example',
      'https://xn--a.example/ü': null,
      'https://\u200b.example': null,
      'https://例え\\.evil.example/': null,
    };
    const seen = await project.run(`${prelude}
      const of = (apiUrl) => api.validateConnector({ type: '.jira', config: { apiUrl } }).filter(({ field }) => field === 'config.apiUrl');
      console.log(JSON.stringify(${JSON.stringify(Object.keys(pasted))}.map((url) => of(url).map(({ code, message, suggestion }) => ({ code, message, suggestion })))));
    `);
    for (const [at, [url, base]] of Object.entries(pasted).entries()) {
      for (const { suggestion } of seen[at]) assert.equal(suggestion, base, url);
      assert.equal(seen[at][0].code, 'URL_INVALID', url);
    }
    const [{ message }] = seen[0];
    const words = 'Did you mean https://jira.xn--bcher-kva.example, which is how a URL spells jira.bücher.example?';
    assert.ok(message.endsWith(words), message);
  });

  test(`${entry}: no path reaches what all objects share`, async () => {
    const paths = [
      '__proto__.polluted',
      'config.__proto__.polluted',
      'constructor.prototype.polluted',
      'config.constructor',
      'toString',
      'config.',
      '',
      'config..apiUrl',
      '__proto__',
    ];
    const [codes, read, polluted, copied] = await project.run(`${prelude}
      const paths = ${JSON.stringify(paths)};
      const code = (path) => { try { api.setValue({ type: '.jira', config: {} }, path, 'x'); return 'taken'; } catch (error) { return [error.name, error.code]; } };
      const codes = paths.map(code);
      const read = paths.map((path) => api.getValue({ type: '.jira', config: {} }, path) ?? null);
      // A draft that came as JSON can have such a key of its own: it is carried along, and nothing more.
      const given = JSON.parse('{ "type": ".jira", "config": { "__proto__": { "polluted": "x" } } }');
      const copied = api.setValue(given, 'config.apiUrl', 'y');
      console.log(JSON.stringify([codes, read, {}.polluted ?? null, copied.config.polluted ?? null]));
    `);
    assert.deepEqual(
      codes,
      paths.map(() => ['CaseConnectorsError', 'OPTIONS_INVALID']),
    );
    assert.deepEqual(
      read,
      paths.map(() => null),
    );
    assert.deepEqual([polluted, copied], [null, null]);
  });

  test(`${entry}: a problem is shown in time`, async () => {
    const shown = await project.run(`${prelude}
      const draft = { type: '.servicenow', config: { apiUrl: 'http://a.example' } };
      const problems = api.validateConnector(draft, { license: 'gold' });
      const show = (options) => api.visibleProblems(problems, options).map(({ field, code }) => field + ' ' + code);
      const again = api.validateConnector({ ...draft, id: 'a', name: 'A', config: { apiUrl: 'https://b.example', username: 'u' } },
        { existing: { type: '.servicenow', name: 'A', config: { apiUrl: 'https://a.example', username: 'u' } } });
      console.log(JSON.stringify({ all: problems.length, none: show(), left: show({ touched: new Set(['config.apiUrl']) }),
        list: show({ touched: ['name'] }), submitted: show({ submitted: true }).length,
        again: api.visibleProblems(again).map(({ code }) => code) }));
    `);
    assert.ok(shown.all > 4);
    assert.deepEqual(shown.none, ['config.advanced.commentsTarget COMMENTS_VISIBLE']);
    assert.deepEqual(shown.left, ['config.apiUrl URL_NOT_HTTPS', ...shown.none]);
    assert.deepEqual(shown.list, ['name NAME_REQUIRED', ...shown.none]);
    assert.equal(shown.submitted, shown.all);
    assert.deepEqual(shown.again, ['SECRET_AGAIN', 'COMMENTS_VISIBLE']);
  });
}

test('a case is read without a connector, in each of its forms', async () => {
  const [summaries, codes] = await project.run(`
    import { readFileSync } from 'node:fs';
    import * as api from 'case-connectors';
    const read = (name) => readFileSync(name + '.json');
    const bytes = read('phishing');
    const inputs = [bytes, bytes.toString(), JSON.parse(bytes), { securityCase: read('phishing.v9.case'), commentPages: [read('phishing.v9.comments')] },
      '{"id":"1","title":"T","status":"closed","comments":[{"id":"a","type":"alert","alertId":["x","y"],"created_at":"2026-01-01T00:00:00Z"},{"id":"b","type":"actions","created_at":"2026-01-01T00:00:00Z"}]}'];
    const code = (input) => { try { return api.readCase(input); } catch (error) { return [error instanceof api.CaseConnectorsError, error.code, error.field]; } };
    const wrong = ['', '[]', 'null', '{"id":"1"}', '{"id":1,"title":"T"}', '{"id":"1","title":"T","comments":[{"id":"c","type":"user","comment":5}]}',
      read('phishing.v9.case'), { securityCase: '{"id":"1","title":"T"}', commentPages: ['{"comments":5}'] }, fetch('data:,'), new Map(), undefined];
    console.log(JSON.stringify([inputs.map(code), wrong.map(code)]));
  `);
  const { id, title } = JSON.parse(readFileSync(new URL('../fixtures/cases/phishing.json', import.meta.url), 'utf8'));
  for (const summary of summaries.slice(0, 4)) {
    assert.deepEqual([summary.id, summary.title, summary.comments], [id, title, 3]);
    assert.deepEqual(summary, summaries[0]);
  }
  assert.deepEqual(summaries[4], {
    id: '1',
    title: 'T',
    status: 'closed',
    // What was done to a host is a comment too.
    comments: 1,
    alerts: 2,
    otherAttachments: 0,
  });
  // What is no case at all is refused as an argument.
  for (const [ours, code] of codes)
    assert.deepEqual(
      [ours, ['CASE_INVALID', 'COMMENTS_MISSING', 'OPTIONS_INVALID'].includes(code)],
      [true, true],
      code,
    );
  assert.deepEqual([codes.at(-1)[1], codes[0][1]], ['OPTIONS_INVALID', 'CASE_INVALID']);
  assert.equal(codes[5][2], 'comments[0].comment');
  assert.deepEqual(codes[6], [true, 'COMMENTS_MISSING', 'comments']);
});
