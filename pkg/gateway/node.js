// The gateway on Node: the handler behind node:http, and the addresses of names.
import { lookup } from 'node:dns/promises';
import { createServer } from 'node:http';

import { known } from '../options.js';
import { Refusal } from './refusals.js';
import { isOrigin } from './url.js';

/** The addresses that this machine connects to for a name: for the gateway's option `resolve`. */
export const resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/** For `http.createServer` and `https.createServer`. */
export const toNodeListener = (handler) => async (incoming, outgoing) => {
  let response;
  try {
    response = await handler(toRequest(incoming));
  } catch (error) {
    // What is no request for the Fetch standard, such as one without a usable Host, is none for the gateway either.
    response = new Refusal(error instanceof NoRequest ? 'GATEWAY_BAD_REQUEST' : 'GATEWAY_FAULT').toResponse();
  }
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers).end(body);
};

class NoRequest extends Error {}

function toRequest(incoming) {
  const { method, rawHeaders, socket, url } = incoming;
  const origin = `${socket.encrypted ? 'https' : 'http'}://${incoming.headers.host ?? 'localhost'}`;
  if (!isOrigin(origin)) throw new NoRequest();
  let request;
  try {
    const headers = new Headers();
    for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at], rawHeaders[at + 1]);
    const hasBody = method !== 'GET' && method !== 'HEAD';
    request = new Request(origin, { method, headers, ...(hasBody && { body: bodyOf(incoming), duplex: 'half' }) });
  } catch (cause) {
    throw new NoRequest('', { cause });
  }
  // As it came: a Request of its own would resolve the dots, and nobody could see that there were any.
  const raw = url.startsWith('/') ? url : `/${url}`;
  return Object.defineProperty(request, 'url', { value: origin + raw });
}

/** Not `Readable.toWeb`: cancelling that one closes the connection, and the refusal would never arrive. */
function bodyOf(incoming) {
  return new ReadableStream({
    start(controller) {
      incoming.pause();
      incoming.on('data', (chunk) => {
        controller.enqueue(new Uint8Array(chunk));
        if (controller.desiredSize <= 0) incoming.pause();
      });
      incoming.on('end', () => controller.close());
      incoming.on('error', (error) => controller.error(error));
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      incoming.removeAllListeners('data').removeAllListeners('end').resume();
    },
  });
}

/** Listens, and answers where. */
export async function serve(handler, options) {
  const { port = 0, host = '127.0.0.1' } = known('serve', options);
  const server = createServer(toNodeListener(handler));
  await new Promise((done, failed) => {
    server.once('error', failed).listen(port, host, done);
  });
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${server.address().port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
