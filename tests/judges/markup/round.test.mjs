/** Every sign of a text stands in each format, or a loss names it; and what is read back shows the same text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { analyst } from './lib/analyst.mjs';
import { files } from './lib/corpus.mjs';
import { conserved, trip } from './lib/round.mjs';
import { lost } from './lib/signs.mjs';

const real = files().filter((_, number) => number % 10 === 0);
const generated = Array.from({ length: 500 }, (_, seed) => ({ name: `text ${seed}`, source: analyst(seed) }));
const share = (trips, holds) => trips.filter(holds).length / trips.length;

test('every sign stays in each format, in the order in which Kibana shows it', () => {
  assert.ok(real.length > 50);
  const texts = [...real, ...generated].map(({ name, source }) => [name, conserved(source)]);
  for (const format of ['wiki', 'adf', 'html', 'plain']) {
    for (const [name, found] of texts) assert.deepEqual(found[format].lost, [], `${format}: ${name}`);
    const otherwise = texts.filter(([, found]) => found[format].gone !== null).map(([name]) => name);
    assert.ok(otherwise.length <= 0.01 * texts.length, `${format}: ${otherwise}`);
  }
  const alone = texts.slice(0, real.length).filter(([, found]) => found.alone === null);
  assert.ok(alone.length >= 0.995 * real.length, `${alone.length} of ${real.length}`);
});

for (const format of ['wiki', 'adf', 'html']) {
  test(`${format}: what comes back shows the same text, and stays as it is from then on`, () => {
    for (const [texts, least] of [
      [real, 0.995],
      [generated, 0.98],
    ]) {
      const trips = texts.map(({ source }) => trip(source, format));
      assert.ok(share(trips, ({ same }) => same) >= least);
      assert.ok(share(trips, ({ fixed }) => fixed) >= least);
    }
  });
}

test('a sign that is gone is noticed', () => {
  assert.deepEqual(lost('C:\\%TEMP%\\x', 'C:%TEMP%\\x'), ['\\']);
  assert.deepEqual(lost('a 7', 'a'), ['7']);
  assert.deepEqual(lost('**a** 1\\. [b](https://x.example/c)', 'a 1. b https://x.example/c'), []);
});
