// One request to a target and its answer, within the limits.
import { headersForPage, headersForTarget } from './headers.js';
import { Refusal } from './refusals.js';

/** Runs something that may take `ms`, and hands it a signal that says when these are over. */
export async function within(ms, run) {
  const controller = new AbortController();
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new Refusal('GATEWAY_TIMEOUT'));
      controller.abort();
    }, ms);
  });
  try {
    return await Promise.race([run(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The whole of a request's or an answer's body; null where it is empty. */
async function read(body, limit, tooLarge, broken) {
  if (body === null) return null;
  const reader = body.getReader();
  const chunks = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Refusal(broken);
    });
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      reader.cancel().catch(() => {});
      throw new Refusal(tooLarge);
    }
    chunks.push(value);
  }
  if (size === 0) return null;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

export function readRequest(request, limit) {
  if (Number(request.headers.get('content-length')) > limit) throw new Refusal('GATEWAY_BODY_TOO_LARGE');
  return read(request.body, limit, 'GATEWAY_BODY_TOO_LARGE', 'GATEWAY_BAD_REQUEST');
}

/** Sends, and answers what the page may see of the answer. */
export async function exchange({ url, method, headers, body, authorization, signal, fetch, maxResponseBytes }) {
  const init = { method, headers: headersForTarget(headers, authorization), body, redirect: 'manual', signal };
  let answer;
  try {
    answer = await fetch(url, init);
  } catch {
    throw new Refusal('GATEWAY_UNREACHABLE');
  }
  // Some platforms hide what a redirect says.
  if (answer.type === 'opaqueredirect' || (answer.status >= 300 && answer.status < 400)) {
    answer.body?.cancel().catch(() => {});
    throw new Refusal('GATEWAY_REDIRECT');
  }
  // A number that HTTP does not know cannot be passed on; the target has answered all the same.
  if (answer.status < 200 || answer.status > 599) {
    answer.body?.cancel().catch(() => {});
    throw new Refusal(
      'GATEWAY_UNREACHABLE',
      `The target answered with status ${answer.status}, which HTTP does not know. What was sent may have been carried out.`,
    );
  }
  const content = await read(answer.body, maxResponseBytes, 'GATEWAY_ANSWER_TOO_LARGE', 'GATEWAY_UNREACHABLE');
  // These have none, and `Response` throws where they do.
  const isEmpty = [204, 205, 304].includes(answer.status);
  return new Response(isEmpty ? null : content, { status: answer.status, headers: headersForPage(answer.headers) });
}
