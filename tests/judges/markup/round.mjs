/**
 * Whether a text keeps its signs in each format, and comes back from it: `node round.mjs [--show N]` for the Markdown files of
 * the locked packages, and a part of it in each test run. docs/text.md has the figures.
 */
import { parseArgs } from 'node:util';

import { analyst } from './lib/analyst.mjs';
import { files } from './lib/corpus.mjs';
import { limited } from './lib/limited.mjs';
import { FORMATS } from './lib/round.mjs';

/** So many texts of analysts are made, beside the files. */
const GENERATED = 5000;
/** A parser of the judges that takes longer for one text is not waited for. */
const SECONDS = 20;

const { values } = parseArgs({ options: { show: { type: 'string', default: '0' } } });
let show = Number(values.show);
const texts = files({ all: true });
const generated = Array.from({ length: GENERATED }, (_, seed) => ({ name: `text ${seed}`, source: analyst(seed) }));
const module = new URL('lib/round.mjs', import.meta.url);

/** What a judge says of each text in time, with its name. */
async function all(texts, { call }, format) {
  const found = [];
  for (const { name, source } of texts) {
    const result = await call(source, format);
    if (result) found.push({ name, ...result });
    else console.log(`${name} is not judged, a parser takes longer than ${SECONDS} s of the processor`);
  }
  return found;
}

const trips = limited(module, 'trip', SECONDS);
for (const format of ['wiki', 'adf', 'html']) {
  const found = await all(texts, trips, format);
  const share = (count) => `${count} of ${found.length} (${((100 * count) / found.length).toFixed(2)} %)`;
  const [same, fixed] = ['same', 'fixed'].map((what) => found.filter((it) => it[what]).length);
  for (const it of found.filter((it) => !(it.same && it.fixed)))
    if (show-- > 0) console.log(format, it.name, it.same, it.fixed);
  console.log(`${format}: the same text ${share(same)}, the same at the second trip ${share(fixed)}`);
  if (Math.min(same, fixed) < 0.995 * found.length) process.exitCode = 1;
}
await trips.end();

const signs = limited(module, 'conserved', SECONDS);
for (const [what, some] of Object.entries({ files: texts, 'generated texts': generated })) {
  const found = await all(some, signs);
  const count = (holds) => `${found.filter(holds).length} of ${found.length}`;
  for (const format of Object.keys(FORMATS)) {
    const [whole, inOrder] = [(it) => it[format].lost.length === 0, (it) => it[format].gone === null];
    for (const it of found.filter((it) => !whole(it)))
      console.log(`${format}: ${it.name} has lost ${it[format].lost.join(' ')}`);
    for (const it of found.filter((it) => !inOrder(it)))
      if (show-- > 0) console.log(`${format}: ${it.name} is without ${it[format].gone}`);
    console.log(`${format}, ${what}: every sign stays in ${count(whole)}, in Kibana's order in ${count(inOrder)}`);
    const share = found.filter(inOrder).length / found.length;
    if (!found.every(whole) || share < (what === 'files' ? 0.995 : 0.99)) process.exitCode = 1;
  }
  const alone = (it) => it.alone === null;
  console.log(`html, ${what}: what Kibana shows by itself, in its order, in ${count(alone)}`);
  // The generated texts are made of what the rules keep: there marks fall elsewhere.
  if (what === 'files' && found.filter(alone).length < 0.995 * found.length) process.exitCode = 1;
}
await signs.end();
