/** What the documents say of the converters is what the script finds. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { table } from './compare.mjs';

test('docs/text.md has the table that compare.mjs prints', () => {
  const document = readFileSync(new URL('../../../docs/text.md', import.meta.url), 'utf8');
  assert.ok(document.includes(table()), 'Put the output of `node compare.mjs` into docs/text.md.');
});
