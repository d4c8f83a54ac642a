import type { Exchange } from 'case-connectors';

/**
 * The requests as an HTTP Archive, version 1.2, which browsers and other tools read. The package has left out whatever
 * names somebody: there is no Authorization header, no cookie and no secret to take out here.
 */
export function toHar(exchanges: readonly Exchange[], version: string): object {
  return {
    log: {
      version: '1.2',
      creator: { name: 'case-connectors', version },
      entries: exchanges.map(entryOf),
    },
  };
}

function entryOf({ label, startedAt, ms, request, answer, error }: Exchange): object {
  const sent = typeof request.body === 'string' ? request.body : '';
  return {
    startedDateTime: startedAt,
    time: ms,
    comment: error ? `${label}. ${error.code}: ${error.message}` : label,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: 'unknown',
      cookies: [],
      headers: pairs(Object.entries(request.headers)),
      queryString: pairs([...new URL(request.url).searchParams]),
      ...(sent && { postData: { mimeType: request.headers['content-type'] ?? 'application/json', text: sent } }),
      headersSize: -1,
      bodySize: size(sent),
    },
    // 0 is what the format has for a request without an answer.
    response: {
      status: answer?.status ?? 0,
      statusText: '',
      httpVersion: 'unknown',
      cookies: [],
      headers: pairs(Object.entries(answer?.headers ?? {})),
      content: {
        size: size(answer?.body ?? ''),
        mimeType: answer?.headers['content-type'] ?? '',
        text: answer?.body ?? '',
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: -1, wait: ms, receive: -1 },
  };
}

function pairs(entries: [string, string][]): { name: string; value: string }[] {
  return entries.map(([name, value]) => ({ name, value }));
}

function size(text: string): number {
  return new TextEncoder().encode(text).length;
}
