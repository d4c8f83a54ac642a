/** No text of a case becomes structure; and the judges would notice if it did. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { faults, judge } from './injection.mjs';
import { hostile } from './lib/generate.mjs';

const texts = Array.from({ length: 2000 }, (_, seed) => hostile(seed));

test('2,000 hostile texts add nothing to what the Markdown has', () => {
  for (const [seed, source] of texts.entries())
    assert.deepEqual(faults(source), [], `text ${seed}: ${JSON.stringify(source)}`);
});

// Each escape taken away from all that was written must be noticed, or the test above proves nothing about it.
for (const sign of ['{', '[', '!', '*', '_', '-', '+', '^', '~', '(', ')', '|', '#', '?']) {
  test(`a writer that leaves ${sign} unescaped is caught`, () => {
    const spoil = (wiki) => wiki.replaceAll(`\\${sign}`, sign);
    assert.ok(texts.some((source) => judge(source, spoil).length > 0));
  });
}

for (const [name, entity, sign] of [
  ['h1.', '&#46;', '.'],
  [':D', '&#68;', 'D'],
  ['an address', '&#58;', ':'],
  ['|', '&#124;', '|'],
]) {
  test(`a writer that leaves ${name} as it is, is caught`, () => {
    assert.ok(texts.some((source) => judge(source, (wiki) => wiki.replaceAll(entity, sign)).length > 0));
  });
}
