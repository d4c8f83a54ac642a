// The files of one folder on loopback, with headers and answers as a test wants them.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** `answers` maps a path's ending to `{status, type, body}`, in place of the file. */
export async function serve(folder, { headers = {}, answers = {}, types = {} } = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const name = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const instead = Object.entries(answers).find(([ending]) => name.endsWith(ending))?.[1];
    try {
      const body = instead?.body ?? (await readFile(join(folder, normalize(name))));
      const type = instead?.type ?? types[extname(name)] ?? TYPES[extname(name)] ?? 'application/octet-stream';
      response.writeHead(instead?.status ?? 200, { 'content-type': type, ...headers }).end(body);
    } catch {
      response.writeHead(404).end('Not found');
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
