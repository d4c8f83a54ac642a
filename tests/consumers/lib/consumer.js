// A project that has nothing but the packed tarball installed.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A package.json without `"type": "module"`, as most still are. */
export const COMMONJS = { 'package.json': '{ "name": "consumer", "private": true }\n' };

/**
 * Makes one, with these files. `tools` are packages that it has installed as well: the name in the project, and where it differs the
 * name here. `remove()` when done.
 */
export function consumer(files = {}, tools = {}) {
  // Real path: Vite's development server compares paths, and temporary folders may be links.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'case-connectors-')));
  const write = (name, text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  cpSync(installed(), folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) write(name, text);
  for (const [name, own] of Object.entries(tools)) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(fileURLToPath(new URL(`../node_modules/${own}`, import.meta.url)), link, 'junction');
  }
  return {
    folder,
    write,
    /** Runs a script in a Node of its own, or what `program` says, and answers the JSON that it prints. */
    async run(source, name = 'script.mjs', program = [process.execPath]) {
      write(name, source);
      return JSON.parse(await this.start([...program, name]));
    },
    /** Runs a program here and answers what it prints; what it says when it fails is in the error. */
    async start([program, ...words], env = {}) {
      try {
        const { stdout } = await execute(program, words, {
          cwd: folder,
          timeout: 120_000,
          env: { ...process.env, ...env },
        });
        return stdout;
      } catch (error) {
        throw new Error(`${program} ${words.join(' ')}\n${error.stdout}\n${error.stderr}`, { cause: error });
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * A project as npm leaves it, with the tarball installed and nothing else: once for all that begin as a copy of it, whichever of them
 * is the first.
 */
function installed() {
  const all = fileURLToPath(new URL('../node_modules/.installed/', import.meta.url));
  const wanted = join(all, createHash('sha256').update(readFileSync(tarball())).digest('hex'));
  if (existsSync(wanted)) return wanted;
  mkdirSync(all, { recursive: true });
  const folder = mkdtempSync(join(all, 'part-'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Offline: the package has no dependencies, and this proves it.
  execFileSync(npm, ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', tarball()], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    renameSync(folder, wanted);
  } catch (error) {
    // Another file of tests was faster.
    if (!existsSync(wanted)) throw error;
    rmSync(folder, { recursive: true });
  }
  return wanted;
}

/** The program of one of the tools here. */
export const program = (path) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));

/** The tarball that is tested. */
export function tarball() {
  if (process.env.PACKAGE_TARBALL) return process.env.PACKAGE_TARBALL;
  const dist = fileURLToPath(new URL('../../../dist/', import.meta.url));
  const name = readdirSync(dist).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error('There is no tarball in dist/: run `cargo xtask pack` first.');
  return join(dist, name);
}
