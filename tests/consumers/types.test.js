// The declarations, as a strict consumer compiles them: an old library, and
// the declarations of packages checked too.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { consumer } from './lib/consumer.js';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

let project;
before(() => {
  project = consumer();
  // Every file of types/ is compiled, so that a new one needs no line here.
  cpSync(here('types'), join(project.folder, 'types'), { recursive: true });
});
after(() => project.remove());

const settings = {
  'a bundler': { module: 'esnext', moduleResolution: 'bundler' },
  'Node': { module: 'nodenext', moduleResolution: 'nodenext' },
};
for (const [who, resolution] of Object.entries(settings)) {
  test(`the types compile for ${who}`, () => {
    project.write('tsconfig.json', JSON.stringify({
      compilerOptions: {
        ...resolution,
        target: 'es2020',
        lib: ['es2020', 'dom'],
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
      },
      files: readdirSync(join(project.folder, 'types')).map((file) => `types/${file}`),
    }));
    const tsc = here('node_modules/typescript/bin/tsc');
    let errors = '';
    try {
      execFileSync(process.execPath, [tsc, '--project', project.folder], { encoding: 'utf8' });
    } catch (error) {
      errors = error.stdout;
    }
    assert.equal(errors, '');
  });
}
