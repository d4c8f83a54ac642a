/** Servers on loopback that remember what reached them, and requests whose path nobody repairs. */

import { createServer } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** Answers 200 with JSON unless `answer(request, response)` is given. */
export async function startTarget(answer, create = createServer) {
  const requests = [];
  const server = create(async (request, response) => {
    const { method, url, headers } = request;
    // A proxy may give up half way.
    const body = await text(request).catch(() => null);
    requests.push({ method, url, headers, body });
    if (body === null) response.destroy();
    else if (answer) answer(request, response);
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"fine":true}');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * Sends exactly this path and these headers, and answers status, headers and body. Unless it says otherwise it comes from a page that
 * may call; `Origin: []` leaves it out.
 */
export function send(base, path, { method = 'GET', headers = {}, body = '' } = {}) {
  const { host, hostname, port } = new URL(base);
  const given = {
    Host: host,
    Connection: 'close',
    Origin: 'https://dashboard.example',
    ...(body && { 'Content-Length': Buffer.byteLength(body) }),
    ...headers,
  };
  const head = Object.entries(given).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}\r\n`),
  );
  return new Promise((resolve, reject) => {
    const chunks = [];
    const socket = connect(Number(port), hostname, () => {
      socket.write(Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${body}`, 'latin1'));
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('end', () => resolve(parse(Buffer.concat(chunks).toString())));
  });
}

function parse(answer) {
  const at = answer.indexOf('\r\n\r\n');
  const [first, ...lines] = answer.slice(0, at).split('\r\n');
  const headers = new Headers(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
  return { status: Number(first.split(' ')[1]), headers, body: answer.slice(at + 4) };
}

/** The code of a refusal; null where the target answered. */
export const codeOf = (answer) => answer.headers.get('x-case-connectors-gateway');
