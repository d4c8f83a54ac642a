/** A loopback server with the package, and a simulated ServiceNow behind a line on which each answer takes its time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, createServer, request as ask } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { createInterface } from 'node:readline';

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** `latency` in milliseconds, for each request to the system. */
export async function openLine({ root, simulators, latency }) {
  const process = spawn(simulators, [], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [addresses] = await once(createInterface({ input: process.stdout }), 'line');
  const target = new URL(JSON.parse(addresses).servicenow);
  const agent = new Agent({ keepAlive: true });
  let requests = [];

  async function pass(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    const headers = Object.fromEntries(
      ['accept', 'authorization', 'content-type']
        .filter((name) => request.headers[name])
        .map((name) => [name, request.headers[name]]),
    );
    requests.push({ method: request.method, path: request.url, headers, body: body.toString() || undefined });
    await new Promise((resolve) => setTimeout(resolve, latency));
    const forwarded = ask(new URL(request.url, target), {
      method: request.method,
      headers: { ...headers, 'content-length': body.length },
      agent,
    });
    forwarded.end(body);
    const [answer] = await once(forwarded, 'response');
    response.writeHead(answer.statusCode, { 'content-type': answer.headers['content-type'] ?? 'application/json' });
    answer.pipe(response);
  }

  async function file({ url }, response) {
    const { pathname } = new URL(url, 'http://localhost');
    try {
      const body = await readFile(
        pathname === '/' ? new URL('line.html', import.meta.url) : join(root, normalize(pathname)),
      );
      response.writeHead(200, { 'content-type': TYPES[extname(pathname)] ?? 'text/html' }).end(body);
    } catch {
      response.writeHead(404).end('Not found');
    }
  }

  const server = createServer((request, response) =>
    request.url.startsWith('/api/') ? pass(request, response) : file(request, response),
  );
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    /** An empty system, and no requests yet. */
    async reset() {
      requests = [];
      const answer = await fetch(new URL('_sim/reset', target), { method: 'POST' });
      if (!answer.ok) throw new Error(await answer.text());
    },
    /** What was sent to the system since. */
    requests: () => requests,
    close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      process.kill();
    },
  };
}
