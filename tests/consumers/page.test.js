// A page without a bundler, and what a Content Security Policy does to it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ANSWER, app, page } from './lib/app.js';
import { launch, outcomeOf } from './lib/browser.js';
import { consumer } from './lib/consumer.js';
import { serve } from './lib/server.js';

const PACKAGE = './node_modules/case-connectors';
const importMap = `<script type="importmap">${JSON.stringify({
  imports: {
    'case-connectors': `${PACKAGE}/index.js`,
    'case-connectors/forms': `${PACKAGE}/forms.js`,
    'case-connectors/inline': `${PACKAGE}/inline.js`,
  },
})}</script>`;

/** What Kibana sends, and what its operator adds. */
const KIBANA = "script-src 'report-sample' 'self'";
const ALLOWED = `${KIBANA} 'wasm-unsafe-eval'`;

let browser;
let project;
before(async () => {
  project = consumer();
  browser = await launch();
});
after(async () => {
  await browser.close();
  project.remove();
});

async function open(options, html, settings) {
  project.write('app.js', app(options));
  project.write('index.html', html);
  const server = await serve(project.folder, settings);
  try {
    return await outcomeOf(browser, server.url);
  } finally {
    server.close();
  }
}

for (const from of ['case-connectors', 'case-connectors/forms', 'case-connectors/inline']) {
  test(`an import map is enough for ${from}`, async () => {
    assert.equal(await open({ from }, importMap + page), ANSWER);
  });
}

test('a server that knows no type for .wasm will do', async () => {
  const settings = { types: { '.wasm': 'application/octet-stream' } };
  assert.equal(await open({}, importMap + page, settings), ANSWER);
});

for (const entry of ['index.js', 'inline.js']) {
  const from = `${PACKAGE}/${entry}`;
  const policy = (value) => ({ headers: { 'content-security-policy': value } });

  test(`Kibana's policy blocks ${entry}, and the error says what to add`, async () => {
    const error = await open({ from }, page, policy(KIBANA));
    assert.equal(error.code, 'WASM_BLOCKED_BY_CSP');
    assert.match(error.remedy, /script-src 'self' 'wasm-unsafe-eval'/);
    assert.match(error.remedy, /csp\.script_src: \["'wasm-unsafe-eval'"\]/);
  });

  test(`with that addition ${entry} works`, async () => {
    assert.equal(await open({ from }, page, policy(ALLOWED)), ANSWER);
  });
}

test('a page in place of the file is told in the browser as well', async () => {
  const settings = { answers: { '/engine.wasm': { type: 'text/html', body: '<!doctype html>' } } };
  const error = await open({}, importMap + page, settings);
  assert.equal(error.code, 'WASM_NOT_WASM');
});
