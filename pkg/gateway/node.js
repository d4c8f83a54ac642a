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
  } catch {
    response = new Refusal('GATEWAY_FAULT').toResponse();
  }
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers).end(body);
  if (!incoming.complete) drain(incoming);
};

function toRequest(incoming) {
  const { method, rawHeaders, socket, url } = incoming;
  const origin = `${socket.encrypted ? 'https' : 'http'}://${incoming.headers.host ?? 'localhost'}`;
  if (!isOrigin(origin)) return noRequest(incoming);
  let request;
  try {
    const headers = new Headers();
    for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at], rawHeaders[at + 1]);
    const hasBody = method !== 'GET' && method !== 'HEAD';
    request = new Request(origin, { method, headers, ...(hasBody && { body: bodyOf(incoming), duplex: 'half' }) });
  } catch {
    return noRequest(incoming);
  }
  // As it came: a Request of its own would resolve the dots, and nobody could see that there were any.
  const raw = url.startsWith('/') ? url : `/${url}`;
  return Object.defineProperty(request, 'url', { value: origin + raw });
}

/**
 * For what is no request to the Fetch standard, such as one without a usable Host: one without a usable host, which the gateway
 * refuses as it refuses others.
 */
function noRequest({ method, headers: { origin } }) {
  const request = new Request('http://localhost', { headers: origin === undefined ? {} : { origin } });
  return Object.defineProperties(request, { url: { value: 'http://~/' }, method: { value: method } });
}

/** So much of a body that nobody wants is read. */
const MOST_DRAINED = 64 * 1024 * 1024;

/** Reads on what a refusal has left of the body: the next request on this connection comes after it. */
function drain(incoming) {
  let left = MOST_DRAINED;
  letGo(incoming)
    .on('data', (chunk) => {
      left -= chunk.length;
      if (left < 0) incoming.destroy();
    })
    .resume();
}

const letGo = (incoming) => incoming.removeAllListeners('data').removeAllListeners('end').pause();

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
      letGo(incoming);
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
