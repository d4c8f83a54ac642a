// The gateway: a handler from Request to Response that runs wherever these are. docs/gateway.md is its specification.
import { known } from '../options.js';
import { exchange, readRequest, within } from './exchange.js';
import { HARDENING, LIMITS, MARK } from './headers.js';
import { positive, prefixOf } from './options.js';
import { createOrigins, isPreflight, preflightAnswer } from './origins.js';
import { Refusal } from './refusals.js';
import { createTargets } from './targets.js';
import { isAmbiguous, isOrigin, isPlain, split } from './url.js';

/** A timer for longer ends at once. */
const LONGEST_MS = 2 ** 31 - 1;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH'];

export function createGateway(given) {
  const options = known('createGateway', given);
  const { authorize, log } = options;
  const prefix = prefixOf(options);
  const timeoutMs = positive(options, 'timeoutMs', 30_000, LONGEST_MS);
  const maxRequestBytes = positive(options, 'maxRequestBytes', 1024 * 1024);
  const maxResponseBytes = positive(options, 'maxResponseBytes', 8 * 1024 * 1024);
  const targets = createTargets(options);
  const origins = createOrigins(options);
  const limits = `request=${maxRequestBytes}, answer=${maxResponseBytes}, ms=${timeoutMs}`;
  // Looked up late: a platform may replace its own.
  const fetch = options.fetch ?? ((...given) => globalThis.fetch(...given));

  async function answer(request, { own, path, query }, entry, signal) {
    if (!isOrigin(own)) throw new Refusal('GATEWAY_BAD_REQUEST');
    origins.check(request, own);
    if (isPreflight(request)) return preflightAnswer();
    if (!METHODS.includes(request.method)) throw new Refusal('GATEWAY_METHOD');
    if (authorize && !(await authorize(request))) throw new Refusal('GATEWAY_UNAUTHORIZED');

    if (!isPlain(request.url) || isAmbiguous(path)) {
      throw new Refusal('GATEWAY_BAD_REQUEST', 'The path of this request can be read in more than one way.');
    }
    if (!path.startsWith(`${prefix}/`)) throw new Refusal('GATEWAY_TARGET_UNKNOWN');
    const { target, rest } = targets.find(path.slice(prefix.length));
    entry.target = target.baseUrl;
    const credential = targets.credential(target, request.headers);
    const body = await readRequest(request, maxRequestBytes);
    await targets.checkAddress(target);
    const authorization = await credential();
    const { method, headers } = request;
    const url = target.baseUrl + rest + query;
    return exchange({ url, method, headers, body, authorization, signal, fetch, maxResponseBytes });
  }

  return async function gateway(request) {
    const started = performance.now();
    const entry = { method: request.method, target: null };
    const parts = split(request.url);
    let response;
    try {
      response = await within(timeoutMs, (signal) => answer(request, parts, entry, signal));
    } catch (error) {
      // What other errors say stays here: it may hold what the host's functions handle.
      response = (error instanceof Refusal ? error : new Refusal('GATEWAY_FAULT')).toResponse();
    }
    response.headers.set(LIMITS, limits);
    for (const [name, value] of HARDENING) response.headers.set(name, value);
    origins.expose(request, response.headers);
    try {
      const ms = Math.round(performance.now() - started);
      log?.({ ...entry, status: response.status, code: response.headers.get(MARK), ms });
    } catch {
      // A write must not look failed because its log entry was.
    }
    return response;
  };
}
