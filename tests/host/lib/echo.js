// A simulated system behind a debugging proxy that repeats the Authorization header in the answer that it is told to spoil.
import { platformFetch, simulator } from './simulators.js';
import { hostile } from './hostile.js';

/** Where an answer of JSON has words, the echo stands beside them: also under names that some system reads. */
const beside = (value, words) => {
  if (Array.isArray(value)) return value.map((part) => beside(part, words));
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([name, part]) => [name, beside(part, words)]);
  return { ...Object.fromEntries(parts), debug: words };
};

/** How an answer is spoilt. Each gets the words, the answer's status and its JSON, or `null` where it is none. */
const WAYS = {
  besides: (words, status, json) => [status, json === null ? words : JSON.stringify(beside(json, words))],
  refused: (words) => [
    400,
    JSON.stringify({
      message: words,
      errorMessages: [words],
      errors: { summary: words },
      error: { message: words, detail: words },
    }),
  ],
  text: (words) => [401, `<html><title>${words}</title><body>${words}</body></html>`],
  failed: (words) => [503, JSON.stringify({ error: words, title: words, detail: words })],
};
export const KINDS = Object.keys(WAYS);

/**
 * Answers the URL of the proxy and `spoil`, by which one chooses: the number of the answer from now on (0 for all), how, and with which
 * spelling. `answers()` says how many there were since.
 */
export async function echoing(system, onTestFinished) {
  let [which, kind, spelled, count] = [Infinity, 'besides', '', 0];
  const url = await hostile(async (request, response, body) => {
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const asked = { method: request.method, headers, redirect: 'manual' };
    if (!['GET', 'HEAD'].includes(request.method)) asked.body = body;
    const answer = await platformFetch(simulator(system) + request.url, asked);
    // What the system says of its own address is this one's.
    const text = (await answer.text()).replaceAll(simulator(system), url);
    count += 1;
    const isSpoilt = which === 0 || count === which;
    const words = `${request.headers.authorization} and ${spelled}`;
    const json = /json/.test(answer.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : null;
    const [status, said] = isSpoilt ? WAYS[kind](words, answer.status, json) : [answer.status, text];
    const type = answer.headers.get('content-type') ?? 'text/plain';
    const note = isSpoilt ? { 'x-debug': encodeURIComponent(words) } : {};
    response.writeHead(status, { 'content-type': type, ...note });
    response.end(status === 204 ? undefined : said);
  }, onTestFinished);
  return {
    url,
    spoil(number, how, words) {
      [which, kind, spelled, count] = [number, how, words, 0];
    },
    answers: () => count,
  };
}
