/** What we send is what Kibana shows, by EUI's own parser, but for the signs that docs/text.md says we keep. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { analyst } from './lib/analyst.mjs';
import { judge } from './lib/compare.mjs';
import { files } from './lib/corpus.mjs';
import { commonmark, gfm } from './lib/spec.mjs';

/** Of how many texts EUI and ours see the same. */
const share = (sources) => sources.filter((source) => judge(source).same).length / sources.length;

test('the Markdown files of locked packages are read as Kibana reads them', () => {
  const some = files().filter((_, number) => number % 5 === 0);
  assert.ok(some.length > 100, `${some.length} files`);
  const all = share(some.map(({ source }) => source));
  assert.ok(all >= 0.995, `${all} of ${some.length}`);
});

test('1,000 generated texts of analysts are read as Kibana reads them', () => {
  const all = share(Array.from({ length: 1000 }, (_, seed) => analyst(seed)));
  assert.ok(all >= 0.99, String(all));
});

test('so are the examples of the specs', () => {
  const sources = [...commonmark(), ...gfm(process.env.GFM_EXAMPLES)].map(({ source }) => source);
  const all = share(sources);
  assert.ok(all >= 0.9, String(all));
});

test('a parser that reads otherwise is noticed', () => {
  assert.equal(judge('a ~b~ *c*').same, true);
  const { ours, theirs } = judge('- [ ] a');
  assert.equal(ours, theirs);
  assert.notEqual(judge('*a*').ours, judge('_b_').theirs);
});
