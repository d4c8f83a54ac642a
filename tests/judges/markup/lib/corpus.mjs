/**
 * The Markdown files of the project's own locked packages, from npm and of crates, and what is written of the modules of the
 * crates, which is Markdown too. None of it is committed.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';

/** How long a file may be, in bytes: in each test run, and in a campaign, which gives up on what takes a judge too long. */
const LONGEST = 40_000;
const LONGEST_IN_CAMPAIGNS = 400_000;

/** The folders whose packages are read: those that each test run installs, and those that `cargo xtask campaign text` does. */
const FOLDERS = JSON.parse(readFileSync(new URL('../corpus.json', import.meta.url), 'utf8'));

/** As every writer takes it: without a byte order mark and control characters. */
const readable = (text) =>
  text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '');

const there = (folder) => statSync(folder, { throwIfNoEntry: false });

/** The files below a folder whose names end in a certain way, in an order that is the same everywhere. */
function* below(folder, ending) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* below(path, ending);
    else if (ending.test(entry.name)) yield path;
  }
}

const MARKDOWN = /\.(md|markdown)$/i;

/** What stands above the code of a module, where that is more than some lines. */
function ofModule(source) {
  const lines = /^(\/\/!.*\n)+/m.exec(source)?.[0].trimEnd().split('\n') ?? [];
  return lines.length < 5 ? '' : lines.map((line) => line.replace(/^\/\/! ?/, '')).join('\n');
}

/** `name@version/path` of a file in `node_modules`. */
function named(path) {
  const own = path.slice(path.lastIndexOf('/node_modules/') + '/node_modules/'.length).split('/');
  const name = own.splice(0, own[0].startsWith('@') ? 2 : 1).join('/');
  const root = path.slice(0, path.length - own.join('/').length);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return `${name}@${version}/${own.join('/')}`;
}

/** The folders of the crates that a Cargo.lock names: a machine may have others, which are none of ours. */
function crates(lock) {
  const sources = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry/src');
  if (!there(sources)) return [];
  const names = [...readFileSync(lock, 'utf8').matchAll(/^name = "(.+)"\nversion = "(.+)"$/gm)].map(
    ([, name, version]) => `${name}-${version}`,
  );
  return readdirSync(sources).flatMap((source) => names.map((name) => join(sources, source, name)).filter(there));
}

/** The texts, each once by its package, its version and its path within; `all` with those that only campaigns read. */
export function files({ all = false } = {}) {
  const root = new URL('../../../../', import.meta.url).pathname;
  const longest = all ? LONGEST_IN_CAMPAIGNS : LONGEST;
  const found = new Map();
  const add = (name, path, of = (text) => text) => {
    if (found.has(name) || statSync(path).size > longest) return;
    const text = of(readable(readFileSync(path, 'utf8')));
    if (text) found.set(name, text);
  };
  const list = (kind) => [...FOLDERS[kind].always, ...(all ? FOLDERS[kind].campaign : [])];
  for (const crate of list('cargo').flatMap((folder) => crates(join(root, folder, 'Cargo.lock')))) {
    const name = (path) => relative(join(crate, '..'), path);
    for (const path of below(crate, MARKDOWN)) add(name(path), path);
    for (const path of below(crate, /\.rs$/)) add(name(path), path, ofModule);
  }
  for (const folder of list('npm')
    .map((it) => join(root, it, 'node_modules'))
    .filter(there))
    for (const path of below(folder, MARKDOWN)) add(named(path), path);
  return [...found].map(([name, source]) => ({ name, source }));
}

/** How many packages there are in a list of files. */
export const packages = (list) => new Set(list.map(({ name }) => /^(@[^/]*\/)?[^/]*/.exec(name)[0])).size;
