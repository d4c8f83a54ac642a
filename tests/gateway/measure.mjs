/** What the gateway costs on Node: the same request directly and through it, to a server on loopback. Prints a table. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';

import { createGateway } from 'case-connectors/gateway';
import { serve } from 'case-connectors/gateway/node';

const REQUESTS = 5_000;
const AT_ONCE = [1, 16];
const ISSUE = JSON.stringify({ id: '10000', key: 'SOC-1', self: 'https://jira.example/rest/api/2/issue/10000' });
const body = JSON.stringify({ fields: { summary: 'Phishing mail', description: 'x'.repeat(4_000) } });

/** Target and gateway are processes of their own, as they would be: else they would share one thread. */
const parts = {
  async target() {
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(201, { 'content-type': 'application/json' }).end(ISSUE));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${server.address().port}`;
  },
  async gateway(target) {
    return (
      await serve(
        createGateway({
          origins: ['https://dashboard.example'],
          targets: [{ baseUrl: target }],
          allowPrivate: [target],
        }),
      )
    ).url;
  },
};

async function start(part, argument = '') {
  const child = fork(new URL(import.meta.url), [part, argument]);
  return [child, (await once(child, 'message'))[0]];
}

async function measure(url, atOnce) {
  const headers = { accept: 'application/json', 'content-type': 'application/json', authorization: 'Basic x' };
  const times = [];
  let left = REQUESTS;
  const caller = async () => {
    while (left-- > 0) {
      const started = performance.now();
      const answer = await fetch(url, { method: 'POST', headers, body });
      if (answer.status !== 201) throw new Error(`status ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
      times.push(performance.now() - started);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: atOnce }, caller));
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(times.length * share)].toFixed(2);
  return { 'median ms': at(0.5), 'p95 ms': at(0.95), 'requests/s': Math.round(times.length / seconds) };
}

if (process.send) {
  process.send(await parts[process.argv[2]](process.argv[3]));
} else {
  const [targetProcess, target] = await start('target');
  const [gatewayProcess, gateway] = await start('gateway', target);
  const ways = { direct: `${target}/rest`, gateway: `${gateway}/${new URL(target).host}/rest` };
  // Once for the compilers, then for the table.
  for (const url of Object.values(ways)) await measure(url, 1);
  const table = {};
  for (const atOnce of AT_ONCE) {
    for (const [way, url] of Object.entries(ways)) table[`${way}, ${atOnce} at once`] = await measure(url, atOnce);
  }
  console.table(table);
  targetProcess.kill();
  gatewayProcess.kill();
}
