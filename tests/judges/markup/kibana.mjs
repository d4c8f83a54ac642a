/**
 * What Kibana shows against what we send: EUI's parser and ours on the Markdown files of the project's own locked packages,
 * and on generated texts. `node kibana.mjs [--seed S] [--runs N] [--show N]`. docs/text.md has the figures, and each rule by
 * which a sign is kept that Kibana loses.
 */
import { parseArgs } from 'node:util';

import { analyst } from './lib/analyst.mjs';
import { files, packages } from './lib/corpus.mjs';
import { limited } from './lib/limited.mjs';

/** EUI's parser is slow on some texts. A text that takes longer is named, and judged by nobody. */
const SECONDS = 20;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '20000' },
    show: { type: 'string', default: '0' },
  },
});
let show = Number(values.show);

const { call, end } = limited(new URL('lib/compare.mjs', import.meta.url), 'compare', SECONDS);

/** Prints how many of the texts both see in the same way, and how many each rule had something to keep in. Answers the share. */
async function judge(what, texts) {
  let [same, strict, judged] = [0, 0, 0];
  const rules = new Map();
  for (const { name, source } of texts) {
    const found = await call(source);
    if (!found) {
      console.log(`${name}: not judged, EUI's parser takes longer than ${SECONDS} s of the processor`);
      continue;
    }
    judged += 1;
    if (found.strict) strict += 1;
    if (found.same) same += 1;
    else if (show-- > 0)
      console.log(`${name}\n${JSON.stringify(source)}\nours\n${found.ours}\nKibana\n${found.theirs}\n`);
    for (const rule of found.names) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  }
  const share = (count) => `${((100 * count) / judged).toFixed(2)} %`;
  console.log(
    `${what}: ${judged}, the same ${same} (${share(same)}); as Kibana shows all of it ${strict} (${share(strict)})`,
  );
  for (const [rule, count] of [...rules].sort(([, one], [, other]) => other - one))
    console.log(`  ${rule}: in ${count}`);
  return same / judged;
}

const all = files({ all: true });
console.log(`${all.length} files of ${packages(all)} packages`);
const ofFiles = await judge('files', all);
const from = Number(values.seed) * 1_000_000;
const generated = Array.from({ length: Number(values.runs) }, (_, run) => ({
  name: `text ${from + run}`,
  source: analyst(from + run),
}));
const ofTexts = await judge('texts', generated);
await end();
process.exitCode = ofFiles >= 0.995 && ofTexts >= 0.99 && all.length >= 3000 ? 0 : 1;
