/** Decides whether a request is one that Jira's own description allows. */

import { OpenAPIBackend } from 'openapi-backend';
import { strictDefinition } from './definitions.mjs';

const backends = new Map();

/** The header may have been replaced by a word, as in the simulators' ledger. */
const sent = (scheme) => (context) => {
  const header = context.request.headers.authorization ?? 'absent';
  return header === 'present' || header.toLowerCase().startsWith(`${scheme} `);
};

async function backend(deployment, version) {
  const name = `${deployment} ${version}`;
  if (!backends.has(name)) {
    const made = new OpenAPIBackend({
      definition: strictDefinition(deployment, version),
      // Validating the published description itself is not our task.
      quick: true,
      coerceTypes: true,
      ajvOpts: { allErrors: true, coerceTypes: false, strict: false },
    });
    const refuse = (...errors) => ({ ok: false, errors });
    made.register({
      notFound: () => refuse('there is no such path'),
      methodNotAllowed: () => refuse('the path does not have this method'),
      unauthorizedHandler: () => refuse('there is no login that the path takes'),
      validationFail: (context) => refuse(...context.validation.errors.map(describe)),
      notImplemented: () => ({ ok: true, errors: [] }),
    });
    made.registerSecurityHandler('basicAuth', sent('basic'));
    made.registerSecurityHandler('bearerAuth', sent('bearer'));
    await made.init();
    backends.set(name, made);
  }
  return backends.get(name);
}

function describe(error) {
  const extra = error.params?.additionalProperty;
  return `${error.instancePath || 'request'} ${error.message}${extra ? ` (${extra})` : ''}`;
}

/**
 * Judges one request.
 *
 * @param {object} request
 * @param {string} request.method
 * @param {string} request.path without the query
 * @param {Record<string, string>} [request.query] decoded
 * @param {Record<string, string>} [request.headers]
 * @param {unknown} [request.body] parsed
 * @param {'cloud' | 'dataCenter'} request.deployment
 * @returns {Promise<{ok: boolean, errors: string[]}>}
 */
export async function judge({ method, path, query = {}, headers = {}, body, deployment }) {
  const version = /^\/rest\/api\/([23])\//.exec(path)?.[1];
  if (!version || (deployment === 'dataCenter' && version === '3')) {
    return { ok: false, errors: ['there is no such version of the API'] };
  }
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const hasBody = body !== undefined && body !== null;
  const errors = [];
  if (hasBody && method === 'GET') {
    errors.push('a GET carries no body');
  }
  if (hasBody && !lower['content-type']?.startsWith('application/json')) {
    errors.push('the content type of the body is not application/json');
  }
  const verdict = await (await backend(deployment, version)).handleRequest({
    method,
    path,
    query,
    headers: lower,
    body: hasBody && method !== 'GET' ? body : undefined,
  });
  errors.push(...verdict.errors);
  return { ok: errors.length === 0, errors };
}
