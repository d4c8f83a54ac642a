// Node: everything works on import, without a bundler and without flags.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ANSWER, FUNCTION } from './lib/app.js';
import { consumer } from './lib/consumer.js';

let project;
before(() => {
  project = consumer();
});
after(() => project.remove());

test('works on import', async () => {
  const answer = await project.run(`
    import { ${FUNCTION} } from 'case-connectors';
    console.log(JSON.stringify(${FUNCTION}()));
  `);
  assert.equal(answer, ANSWER);
});

test('works with require', async () => {
  const answer = await project.run(
    `
    const { ${FUNCTION} } = require('case-connectors');
    console.log(JSON.stringify(${FUNCTION}()));
  `,
    'script.cjs',
  );
  assert.equal(answer, ANSWER);
});

test('init resolves, so that code for both worlds needs no branch', async () => {
  const answer = await project.run(`
    import { init, ${FUNCTION} } from 'case-connectors';
    await init();
    console.log(JSON.stringify(${FUNCTION}()));
  `);
  assert.equal(answer, ANSWER);
});

test('the forms work alone', async () => {
  const answer = await project.run(`
    import { ${FUNCTION} } from 'case-connectors/forms';
    console.log(JSON.stringify(${FUNCTION}()));
  `);
  assert.equal(answer, ANSWER);
});

test('inline works after init', async () => {
  const answer = await project.run(`
    import { init, ${FUNCTION} } from 'case-connectors/inline';
    await init();
    console.log(JSON.stringify(${FUNCTION}()));
  `);
  assert.equal(answer, ANSWER);
});

test('the entry points share one state', async () => {
  const answer = await project.run(`
    import 'case-connectors';
    import { ${FUNCTION} } from 'case-connectors/inline';
    console.log(JSON.stringify(${FUNCTION}()));
  `);
  assert.equal(answer, ANSWER);
});
