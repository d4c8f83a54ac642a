// The oldest Nodes that `engines` promises, and the newest: by import and by require.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { PUSHED } from '../consumers/lib/exercise.js';
import { startSimulators } from '../judges/node/simulators.mjs';
import { host } from './lib.mjs';

const ENTRIES = ['', '/forms', '/inline', '/forms/inline', '/plugin', '/plugin/inline', '/gateway', '/gateway/node'];
const USES = {
  'use.mjs': `
    import * as api from 'case-connectors';
    import { exercise } from './lib/exercise.js';
    for (const entry of ${JSON.stringify(ENTRIES)}) await import('case-connectors' + entry);
    console.log(JSON.stringify(await exercise(api, process.env.SERVICENOW)));
  `,
  'use.cjs': `
    const api = require('case-connectors');
    for (const entry of ${JSON.stringify(ENTRIES)}) require('case-connectors' + entry);
    import('./lib/exercise.js')
      .then(({ exercise }) => exercise(api, process.env.SERVICENOW))
      .then((answer) => console.log(JSON.stringify(answer)));
  `,
};

let simulators;
let nodes;
before(async () => {
  simulators = await startSimulators();
  nodes = host('nodes');
  for (const [name, text] of Object.entries(USES))
    writeFileSync(join(nodes.folder, 'lib', name), text.replaceAll('./lib/', './'));
});
after(() => simulators?.stop());

const { devDependencies } = JSON.parse(readFileSync(new URL('nodes/package.json', import.meta.url), 'utf8'));
for (const [name, version] of Object.entries(devDependencies)) {
  for (const use of Object.keys(USES)) {
    test(`Node ${version.split('@')[1]}, ${use.endsWith('mjs') ? 'import' : 'require'}`, () => {
      const env = { ...process.env, SERVICENOW: simulators.addresses.servicenow };
      const printed = execFileSync(join(nodes.folder, 'node_modules', name, 'bin/node'), [`lib/${use}`], {
        cwd: nodes.folder,
        env,
        encoding: 'utf8',
      });
      assert.deepEqual(JSON.parse(printed), PUSHED);
    });
  }
}
