/** The same handler on Node, Deno and Bun. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The program in the package for this platform: the wrappers of both packages need install scripts. */
function programOf(scope, name) {
  const folder = here(`node_modules/${scope}/`);
  if (!existsSync(folder)) return undefined;
  const programs = readdirSync(folder, { recursive: true }).filter((file) =>
    new RegExp(`(^|[/\\\\])${name}(\\.exe)?$`).test(file),
  );
  return programs
    .map((file) => folder + file)
    .find((program) => {
      try {
        return execFileSync(program, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
      } catch {
        return false;
      }
    });
}

const runtimes = {
  Node: [process.execPath, []],
  Deno: [
    programOf('@deno', 'deno'),
    ['run', '--allow-net', '--allow-sys', '--no-lock', '--no-prompt', '--cached-only'],
  ],
  Bun: [programOf('@oven', 'bun'), ['run', '--no-install']],
};

const refusals = {
  unknown: [403, 'GATEWAY_TARGET_UNKNOWN'],
  encodedSlash: [400, 'GATEWAY_BAD_REQUEST'],
  redirect: [502, 'GATEWAY_REDIRECT'],
  tooLarge: [413, 'GATEWAY_BODY_TOO_LARGE'],
  method: [405, 'GATEWAY_METHOD'],
  origin: [403, 'GATEWAY_ORIGIN'],
  inside: [403, 'GATEWAY_PRIVATE_ADDRESS'],
};

for (const [name, [program, options]] of Object.entries(runtimes)) {
  test(name, { skip: program ? false : `the npm package has no ${name} for this platform` }, () => {
    const printed = execFileSync(program, [...options, here('smoke.mjs')], {
      cwd: here('.'),
      encoding: 'utf8',
      timeout: 30_000,
    });
    const { runtime, answers, received } = JSON.parse(printed);
    assert.equal(runtime, name);

    const { status, headers } = answers.relayed;
    assert.equal(status, 201);
    assert.deepEqual(
      ['content-type', 'retry-after', 'set-cookie', 'vary', 'access-control-allow-origin'].map(
        (header) => headers[header],
      ),
      ['application/json', '3', undefined, 'Origin', 'https://dashboard.example'],
    );
    for (const [what, expected] of Object.entries(refusals)) {
      const answer = answers[what];
      assert.deepEqual([answer.status, answer.headers['x-case-connectors-gateway']], expected, what);
      assert.equal(
        answer.headers['access-control-allow-origin'],
        what === 'origin' ? undefined : 'https://dashboard.example',
      );
    }
    // A platform shows the path as it came, or with its dots resolved. Neither reaches anything.
    for (const what of ['dots', 'encodedDots']) {
      assert.match(answers[what].headers['x-case-connectors-gateway'], /^GATEWAY_(BAD_REQUEST|TARGET_UNKNOWN)$/);
    }

    assert.deepEqual(
      received.map(({ method, url }) => [method, url]),
      [
        ['POST', '/rest?x=%2e'],
        ['GET', '/moved'],
      ],
    );
    assert.equal(received[0].body, '{"a":1}');
    const seen = received[0].headers;
    // Each platform's fetch adds some of its own; none of them comes from the page.
    for (const own of ['host', 'connection', 'content-length', 'accept-encoding', 'accept-language', 'sec-fetch-mode'])
      delete seen[own];
    assert.deepEqual(seen, {
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: 'Basic canary',
      'user-agent': 'case-connectors-gateway',
      'x-atlassian-token': 'no-check',
    });
  });
}
