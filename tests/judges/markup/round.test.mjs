/** Every sign of a text stands in each format, or a loss names it; and what is read back shows the same text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { files } from './kibana.mjs';
import { analyst } from './lib/analyst.mjs';
import { lost } from './lib/signs.mjs';
import { conserved, trip } from './round.mjs';

const real = files().filter((_, number) => number % 10 === 0);
const generated = Array.from({ length: 500 }, (_, seed) => ({ name: `text ${seed}`, source: analyst(seed) }));
const share = (texts, holds) => texts.filter(({ source }) => holds(source)).length / texts.length;

for (const format of ['wiki', 'adf', 'html', 'plain']) {
  test(`${format}: every sign stays`, () => {
    assert.ok(real.length > 50);
    for (const { name, source } of [...real, ...generated]) assert.deepEqual(conserved(source, format), [], name);
  });
}

for (const format of ['wiki', 'adf', 'html']) {
  test(`${format}: what comes back shows the same text, and stays as it is from then on`, () => {
    assert.ok(share(real, (source) => trip(source, format).same) >= 0.995);
    assert.ok(share(real, (source) => trip(source, format).fixed) >= 0.995);
    assert.ok(share(generated, (source) => trip(source, format).same) >= 0.98);
    assert.ok(share(generated, (source) => trip(source, format).fixed) >= 0.98);
  });
}

test('a sign that is gone is noticed', () => {
  assert.deepEqual(lost('C:\\%TEMP%\\x', 'C:%TEMP%\\x'), ['\\']);
  assert.deepEqual(lost('a 7', 'a'), ['7']);
  assert.deepEqual(lost('**a** 1\\. [b](https://x.example/c)', 'a 1. b https://x.example/c'), []);
});
