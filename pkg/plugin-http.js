// What of the host's `core.http` is used: its base path, and its `fetch` for requests to Kibana itself.
import { TextDecoder, TextEncoder } from './coders.js';

/** The part of the base path that names Kibana's space: what is stored is kept apart by it. */
export function spaceOf({ basePath }) {
  const server = basePath.serverBasePath ?? '';
  const whole = basePath.get();
  const space = whole.startsWith(server) ? whole.slice(server.length) : '';
  return space.replace(/^\/+|\/+$/g, '') || undefined;
}

/** Kibana as the delegate, in the space of the page, by Kibana's own `fetch` where the host has one. */
export function delegateOf(http) {
  const url = http.basePath.get() || '/';
  return { kind: 'kibana', url, ...(http.fetch && { send: (request, options) => send(http, request, options) }) };
}

/**
 * Kibana names itself in headers of its own and refuses ours of the same names. It rejects where the status is an error,
 * and the answer lies in what it rejects with.
 */
async function send(http, { method, url, headers, body }, { signal }) {
  const { pathname, search } = new URL(url);
  const { 'elastic-api-version': version, ...others } = headers;
  const own = Object.fromEntries(Object.entries(others).filter(([name]) => !name.startsWith('kbn-')));
  const options = {
    method,
    headers: own,
    signal,
    // The address has the base path already.
    prependBasePath: false,
    asResponse: true,
    rawResponse: true,
    ...(version && { version }),
    ...(body && { body: typeof body === 'string' ? body : new TextDecoder().decode(body) }),
  };
  try {
    const { response } = await http.fetch(pathname + search, options);
    return await answerOf(response);
  } catch (error) {
    if (!error?.response) throw error;
    return answerOf(error.response, error.body);
  }
}

/** `read` is the body, where the host has read it. */
async function answerOf(response, read) {
  const headers = Object.fromEntries(response.headers);
  const body = response.bodyUsed
    ? new TextEncoder().encode(typeof read === 'string' ? read : JSON.stringify(read ?? null))
    : new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers, body };
}
