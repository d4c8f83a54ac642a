/** The same handler, on the server of whatever runs this: Node, Deno or Bun. Prints what happened as JSON. */

import { createGateway } from 'case-connectors/gateway';
import { resolve, serve } from 'case-connectors/gateway/node';

import { send, startTarget } from './lib/servers.mjs';

const target = await startTarget((request, response) => {
  if (request.url === '/moved') response.writeHead(302, { location: '/rest' }).end();
  else
    response
      .writeHead(201, { 'content-type': 'application/json', 'retry-after': '3', 'set-cookie': 'x=y' })
      .end('{"fine":true}');
});
const handler = createGateway({
  prefix: '/relay',
  origins: ['https://dashboard.example'],
  targets: [{ baseUrl: target.url }, { baseUrl: 'https://inside.example' }],
  allowPrivate: [target.url],
  resolve: () => resolve('localhost'),
  maxRequestBytes: 100,
});

async function listen() {
  if (globalThis.Deno) {
    const server = Deno.serve({ hostname: '127.0.0.1', port: 0, onListen() {} }, handler);
    return { url: `http://127.0.0.1:${server.addr.port}`, runtime: 'Deno' };
  }
  if (globalThis.Bun) {
    const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: handler });
    return { url: `http://127.0.0.1:${server.port}`, runtime: 'Bun' };
  }
  return { url: (await serve(handler)).url, runtime: 'Node' };
}

const { url, runtime } = await listen();
const base = `/relay/127.0.0.1:${target.port}`;
const headers = {
  Accept: 'application/json',
  'Content-Type': 'application/json',
  Authorization: 'Basic canary',
  Origin: 'https://dashboard.example',
  Referer: 'https://dashboard.example/cases',
  Cookie: 'session=canary',
  'User-Agent': 'Mozilla/5.0',
  'Sec-Fetch-Site': 'cross-site',
  'X-Forwarded-For': '1.1.1.1',
};
const requests = {
  relayed: [`${base}/rest?x=%2e`, { method: 'POST', headers, body: '{"a":1}' }],
  unknown: ['/relay/evil.example/', { headers }],
  dots: [`${base}/../evil.example/`, { headers }],
  encodedDots: [`${base}/%2e%2e/evil.example/`, { headers }],
  encodedSlash: [`${base}/..%2fevil.example/`, { headers }],
  redirect: [`${base}/moved`, { headers }],
  tooLarge: [`${base}/rest`, { method: 'POST', headers, body: 'x'.repeat(101) }],
  method: [`${base}/rest`, { method: 'DELETE', headers }],
  origin: [`${base}/rest`, { headers: { ...headers, Origin: 'https://evil.example' } }],
  inside: ['/relay/inside.example/', { headers }],
};
const answers = {};
for (const [name, [path, request]] of Object.entries(requests)) {
  const answer = await send(url, path, request);
  answers[name] = { status: answer.status, headers: Object.fromEntries(answer.headers), body: answer.body };
}
console.log(JSON.stringify({ runtime, answers, received: target.requests }));
process.exit(0);
