// What the linters of packages say of the tarball: nothing, suggestions included.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

import { tarball } from './lib/consumer.js';

const packed = readFileSync(tarball());

const files = createPackageFromTarballData(new Uint8Array(packed));
const inside = (name) => `/node_modules/case-connectors/${name}`;

test('the README names no file that is not in the package', () => {
  const readme = files.readFile(inside('README.md'));
  const linked = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target);
  const named = [...readme.matchAll(/[\w./-]+\.md\b/g)].map(([name]) => name);
  const lost = [...linked, ...named].filter((name) => !/^(https:|#)/.test(name) && !files.fileExists(inside(name)));
  assert.deepEqual(lost, []);
  assert.match(readme, /^npm install case-connectors$/m);
});

test('publint has nothing to say', async () => {
  const data = packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball: data }, level: 'suggestion', strict: true });
  assert.deepEqual(
    messages.map((message) => `${message.type} ${message.code}: ${formatMessage(message, pkg)}`),
    [],
  );
});

test('Are The Types Wrong has nothing to say', async () => {
  const analysis = await checkPackage(files);
  assert.ok(analysis.types, 'the package has types');
  const entries = Object.keys(analysis.entrypoints);
  assert.ok(entries.includes('.') && entries.includes('./forms'), `it looked at ${entries}`);
  assert.deepEqual(
    analysis.problems.map((problem) => JSON.stringify(problem)),
    [],
  );
});
