/**
 * What Kibana shows against what we send: EUI's parser and ours on the Markdown files of the project's own locked packages,
 * and on generated texts. `node kibana.mjs [--seed S] [--runs N] [--show N]`. docs/text.md has the figures, and each rule by
 * which a sign is kept that Kibana loses.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { analyst } from './lib/analyst.mjs';
import { renderText } from './lib/engine.mjs';
import { protect, restore } from './lib/kept.mjs';
import { kibanaLines } from './lib/kibana.mjs';
import { pageLines } from './lib/page.mjs';

/** EUI's parser is slow on some texts; longer ones are left out. */
const LONGEST = 40_000;

/** What both see of one text: the same, the same but for the signs that we keep, or something else. */
export function compare(source) {
  const html = renderText(source, 'html').text;
  const { text, names } = protect(source);
  const ours = pageLines(html, { ours: true }).join('\n');
  const theirs = kibanaLines(text, { ours: true, restore }).join('\n');
  const strict = pageLines(html).join('\n') === kibanaLines(source).join('\n');
  return { same: ours === theirs, strict, names, ours, theirs };
}

/** As every writer takes it: without a byte order mark and control characters. */
const readable = (text) =>
  text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '');

function* markdown(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* markdown(path);
    else if (/\.(md|markdown)$/i.test(entry.name) && statSync(path).size < LONGEST) yield path;
  }
}

/** The folders whose packages are read: those that each test run installs, and those that `cargo xtask campaign text` does. */
const FOLDERS = JSON.parse(readFileSync(new URL('corpus.json', import.meta.url), 'utf8'));

/** `name@version/path` of a file in `node_modules`. */
function named(path) {
  const own = path.slice(path.lastIndexOf('/node_modules/') + '/node_modules/'.length).split('/');
  const name = own.splice(0, own[0].startsWith('@') ? 2 : 1).join('/');
  const root = path.slice(0, path.length - own.join('/').length);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return `${name}@${version}/${own.join('/')}`;
}

/** The folders of the crates that Cargo.lock names: a machine may have others, which are none of ours. */
function crates(root) {
  const sources = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry/src');
  if (!there(sources)) return [];
  const lock = readFileSync(join(root, 'Cargo.lock'), 'utf8');
  const names = [...lock.matchAll(/^name = "(.+)"\nversion = "(.+)"$/gm)].map(
    ([, name, version]) => `${name}-${version}`,
  );
  return readdirSync(sources).flatMap((source) => names.map((name) => join(sources, source, name)).filter(there));
}

const there = (folder) => statSync(folder, { throwIfNoEntry: false });

/** The files, each once by its package, its version and its path within; `all` with those that only campaigns install. */
export function files({ all = false } = {}) {
  const root = new URL('../../../', import.meta.url).pathname;
  const found = new Map();
  const add = (name, path) => found.has(name) || found.set(name, readable(readFileSync(path, 'utf8')));
  for (const crate of crates(root)) for (const path of markdown(crate)) add(relative(join(crate, '..'), path), path);
  const npm = [...FOLDERS.always, ...(all ? FOLDERS.campaign : [])]
    .map((it) => join(root, it, 'node_modules'))
    .filter(there);
  for (const folder of npm) for (const path of markdown(folder)) add(named(path), path);
  return [...found].map(([name, source]) => ({ name, source }));
}

const generated = (runs, seed) =>
  Array.from({ length: runs }, (_, run) => ({ name: `text ${seed + run}`, source: analyst(seed + run) }));

function judge(what, texts, show) {
  let [same, strict] = [0, 0];
  const rules = new Map();
  for (const { name, source } of texts) {
    const found = compare(source);
    if (found.strict) strict += 1;
    if (found.same) same += 1;
    else if (show-- > 0)
      console.log(`${name}\n${JSON.stringify(source)}\nours\n${found.ours}\nKibana\n${found.theirs}\n`);
    for (const rule of new Set(found.names)) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  }
  const share = (count) => `${((100 * count) / texts.length).toFixed(2)} %`;
  console.log(
    `${what}: ${texts.length}, the same ${same} (${share(same)}); as Kibana shows all of it ${strict} (${share(strict)})`,
  );
  for (const [rule, count] of [...rules].sort()) console.log(`  ${rule}: in ${count}`);
  return same / texts.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '20000' },
      show: { type: 'string', default: '0' },
    },
  });
  const all = files({ all: true });
  console.log(
    `${all.length} files of ${new Set(all.map(({ name }) => /^(@[^/]*\/)?[^/]*/.exec(name)[0])).size} packages`,
  );
  const ofFiles = judge('files', all, Number(values.show));
  const ofTexts = judge('texts', generated(Number(values.runs), Number(values.seed) * 1_000_000), Number(values.show));
  process.exitCode = ofFiles >= 0.995 && ofTexts >= 0.99 ? 0 : 1;
}
