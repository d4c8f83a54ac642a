/** The judge takes good requests and refuses bad ones. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from './judge.mjs';

const headers = { Authorization: 'Basic YTpi', 'Content-Type': 'application/json' };
const document = {
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text: 'a' }] }],
};
const base = { project: { key: 'SOC' }, issuetype: { id: '10006' }, summary: 'Phishing mail' };

const create = (more = {}) => ({
  method: 'POST',
  path: '/rest/api/2/issue',
  headers,
  body: { fields: { ...base, ...more } },
});
const get = (path, query) => ({ method: 'GET', path, query, headers });
const comment = (body, version = 2) => ({
  method: 'POST',
  path: `/rest/api/${version}/issue/10001/comment`,
  headers,
  body,
});
const edit = (body) => ({ method: 'PUT', path: '/rest/api/2/issue/SOC-1', headers, body });

const property = { key: 'sd.public.comment', value: { internal: true } };

const good = {
  create: create(),
  'create with everything': create({
    description: 'text',
    labels: ['case-1', 'siem'],
    priority: { name: 'High' },
    parent: { key: 'SOC-1' },
    customfield_10041: 'x',
  }),
  'edit by fields': edit({ fields: { summary: 'Again', description: null } }),
  'edit by operations': edit({ update: { labels: [{ add: 'a' }, { remove: 'b' }] } }),
  comment: comment({ body: 'text' }),
  'internal comment': comment({ body: 'text', properties: [property] }),
  read: get('/rest/api/2/issue/SOC-1'),
  'read some fields': get('/rest/api/2/issue/SOC-1', { fields: 'summary,labels' }),
  comments: get('/rest/api/2/issue/SOC-1/comment', {
    orderBy: '-created',
    startAt: '0',
    maxResults: '50',
    expand: 'properties',
  }),
  'issue types': get('/rest/api/2/issue/createmeta/SOC/issuetypes', { maxResults: '50' }),
  'fields of a type': get('/rest/api/2/issue/createmeta/SOC/issuetypes/10006'),
  'what an issue takes': get('/rest/api/2/issue/SOC-1/editmeta'),
  project: get('/rest/api/2/project/SOC'),
  myself: get('/rest/api/2/myself'),
  'the server, without a login': { ...get('/rest/api/2/serverInfo'), headers: {} },
};

const bad = {
  'no summary': [create({ summary: undefined }), /summary/],
  'no project': [create({ project: undefined }), /project/],
  'no issue type': [create({ issuetype: undefined }), /issuetype/],
  'summary too long': [create({ summary: 's'.repeat(256) }), /255/],
  'summary of two lines': [create({ summary: 'a\nb' }), /summary/],
  'label with a space': [create({ labels: ['x y'] }), /labels/],
  'label that is no text': [create({ labels: [1] }), /labels/],
  'description too long': [create({ description: 'd'.repeat(32768) }), /description/],
  'document in version 2': [create({ description: document }), /description/],
  'unknown field': [create({ caseId: 'x' }), /caseId/],
  'priority as text': [create({ priority: 'High' }), /priority/],
  'extra on top': [{ ...create(), body: { fields: base, case: 1 } }, /case/],
  'create without a body': [{ ...create(), body: undefined }, /requestBody/],
  'edit of nothing': [edit({}), /fields|update/],
  'comment without text': [comment({ properties: [] }), /body/],
  'empty comment': [comment({ body: ' ' }), /body/],
  'comment too long': [comment({ body: 'c'.repeat(32768) }), /body/],
  'comment with an id': [comment({ body: 'a', id: '1' }), /id/],
  'property without a value': [comment({ body: 'a', properties: [{ key: 'k' }] }), /value/],
  'no login': [{ ...create(), headers: { 'Content-Type': 'application/json' } }, /login/],
  'login left out of the ledger': [{ ...create(), headers: { ...headers, Authorization: 'absent' } }, /login/],
  'no content type': [{ ...create(), headers: { Authorization: 'present' } }, /content type/],
  'no such path': [get('/rest/api/2/issues'), /no such path/],
  'no such method': [{ ...create(), method: 'PATCH' }, /method/],
  'no such version': [get('/rest/api/1/issue/SOC-1'), /version/],
  'old createmeta': [get('/rest/api/2/issue/createmeta/SOC'), /no such path/],
  'text for a number': [get('/rest/api/2/issue/SOC-1/comment', { startAt: 'first' }), /startAt/],
  'unknown parameter': [get('/rest/api/2/issue/SOC-1/comment', { limit: '5' }), /limit/],
  'a GET with a body': [{ ...get('/rest/api/2/myself'), body: {} }, /GET/],
};

for (const deployment of ['cloud', 'dataCenter']) {
  for (const [name, request] of Object.entries(good)) {
    test(`${deployment} takes: ${name}`, async () => {
      assert.deepEqual(await judge({ ...request, deployment }), { ok: true, errors: [] });
    });
  }
  for (const [name, [request, reason]] of Object.entries(bad)) {
    test(`${deployment} refuses: ${name}`, async () => {
      const { ok, errors } = await judge({ ...request, deployment });
      assert.equal(ok, false);
      assert.match(errors.join('; '), reason);
    });
  }
}

test('search differs between the deployments', async () => {
  const ask = async (deployment, path, query) => (await judge({ ...get(path, query), deployment })).ok;
  const jql = 'project = SOC';
  assert.equal(await ask('cloud', '/rest/api/2/search/jql', { jql, fields: 'summary,key' }), true);
  assert.equal(await ask('cloud', '/rest/api/3/search/jql', { jql, maxResults: '2' }), true);
  assert.equal(await ask('cloud', '/rest/api/2/search/jql', {}), false);
  assert.equal(await ask('cloud', '/rest/api/2/search', { jql }), false);
  assert.equal(await ask('dataCenter', '/rest/api/2/search', { jql, startAt: '0' }), true);
  assert.equal(await ask('dataCenter', '/rest/api/2/search/jql', { jql }), false);

  const post = async (deployment, path, body) => (await judge({ method: 'POST', path, headers, body, deployment })).ok;
  assert.equal(await post('cloud', '/rest/api/3/search/jql', { jql, fields: ['key'] }), true);
  assert.equal(await post('cloud', '/rest/api/3/search/jql', { jql, startAt: 0 }), false);
  assert.equal(await post('dataCenter', '/rest/api/2/search', { jql, startAt: 0 }), true);
  assert.equal(await post('dataCenter', '/rest/api/2/search', { fields: ['key'] }), false);
});

test('version 3 wants documents and exists on Cloud only', async () => {
  const request = (description) => ({ ...create({ description }), path: '/rest/api/3/issue' });
  const ok = async (made, deployment) => (await judge({ ...made, deployment })).ok;
  assert.equal(await ok(request(document), 'cloud'), true);
  assert.equal(await ok(request('text'), 'cloud'), false);
  assert.equal(await ok(comment({ body: document }, 3), 'cloud'), true);
  assert.equal(await ok(comment({ body: 'text' }, 3), 'cloud'), false);
  assert.equal(await ok(request(document), 'dataCenter'), false);
});

test('Data Center takes a bearer token, Cloud does not', async () => {
  const request = { ...create(), headers: { ...headers, Authorization: 'Bearer abc' } };
  assert.equal((await judge({ ...request, deployment: 'dataCenter' })).ok, true);
  assert.equal((await judge({ ...request, deployment: 'cloud' })).ok, false);
});
