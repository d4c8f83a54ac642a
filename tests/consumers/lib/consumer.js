// A project that has nothing but the packed tarball installed.
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Makes one, with these files. `remove()` when done. */
export function consumer(files = {}) {
  // Real path: Vite's development server compares paths, and temporary folders may be links.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'case-connectors-')));
  const write = (name, text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  write('package.json', '{ "name": "consumer", "private": true, "type": "module" }\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // Offline: the package has no dependencies, and this proves it.
  execFileSync(npm, ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', tarball()], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const [name, text] of Object.entries(files)) write(name, text);
  return {
    folder,
    write,
    /** Runs a script in a Node of its own and answers the JSON that it prints. */
    async run(source, name = 'script.mjs') {
      write(name, source);
      const { stdout } = await execute(process.execPath, [name], { cwd: folder });
      return JSON.parse(stdout);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The tarball that is tested. */
export function tarball() {
  if (process.env.PACKAGE_TARBALL) return process.env.PACKAGE_TARBALL;
  const dist = fileURLToPath(new URL('../../../dist/', import.meta.url));
  const name = readdirSync(dist).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error('There is no tarball in dist/: run `cargo xtask pack` first.');
  return join(dist, name);
}
