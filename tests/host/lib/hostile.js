// A server that answers as it likes.
import { createServer } from 'node:http';

/** Listens on the loopback until the test ends; `answer` gets the request with its body, and the response. */
export async function hostile(answer, onTestFinished) {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}
