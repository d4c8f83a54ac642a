// Installs the packed package here, as its users do.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export function installPackage(tarball) {
  if (!tarball)
    throw new Error('PACKAGE_TARBALL names no tarball: run `cargo xtask pack`, and set it to the file in dist/.');
  const folder = fileURLToPath(new URL('../node_modules/case-connectors', import.meta.url));
  // Not by npm, which would write the tarball's place into the lock file. The package has no dependencies.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components', '1']);
}
