// The declarations by condition: for modules and for CommonJS, with the DOM library and without any.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { check } from './lib/compile.js';
import { consumer } from './lib/consumer.js';

const ENTRIES = ['', '/forms', '/forms/inline', '/inline', '/plugin', '/plugin/inline', '/gateway', '/gateway/node'];

const SOURCE = `
${ENTRIES.map((entry, index) => `import * as e${index} from 'case-connectors${entry}';`).join('\n')}
import engine from 'case-connectors/engine.wasm';
import formsModule from 'case-connectors/forms.wasm';

export const loaded: Promise<void>[] = [e0.init(), e0.init(engine), e0.init(Promise.resolve(engine)), e0.init(new Uint8Array(8)), e1.init(formsModule),
  e2.init(), e3.init('/engine.wasm')];
// @ts-expect-error A number is no source.
void e0.init(1);
export const plugins = [e4.plugin({ source: engine }), e5.plugin()];
export const gateway = e7.serve(e6.createGateway({ origins: [], targets: [{ baseUrl: 'https://jira.example' }] }));
export const codes: e0.InitErrorCode[] = ['WASM_NOT_FOUND', 'WASM_NEEDS_MODULE'];
export const ours = (error: unknown) => (error instanceof e0.CaseConnectorsError ? error.cause : null);
export const sent = e0.send({ method: 'GET', url: 'https://jira.example', headers: {}, body: null });
`;
const WITH_DOM = `${SOURCE}
const controller = new AbortController();
export const aborted = e0.send({ method: 'GET', url: '', headers: {}, body: null }, { signal: controller.signal });
export const handled: Promise<Response> = e6.createGateway({ origins: [], targets: [] })(new Request('https://jira.example'));
export const fetched: Promise<void>[] = [e0.init(fetch('/engine.wasm')), e0.init(new URL('https://jira.example'))];
`;

let project;
before(() => {
  project = consumer();
});
after(() => project.remove());

const settings = {
  'a bundler': [{ module: 'esnext', moduleResolution: 'bundler' }, ['ts']],
  Node: [{ module: 'nodenext', moduleResolution: 'nodenext' }, ['mts', 'cts']],
  // Here CommonJS may not require modules: it must find declarations of CommonJS.
  'Node 16': [{ module: 'node16', moduleResolution: 'node16' }, ['mts', 'cts']],
};
const libraries = { 'without the DOM library': [['es2020'], SOURCE], 'with it': [['es2020', 'dom'], WITH_DOM] };
for (const [who, [resolution, endings]] of Object.entries(settings)) {
  for (const [what, [lib, source]] of Object.entries(libraries)) {
    test(`they compile for ${who}, ${what}`, () => {
      const files = endings.map((ending) => `use.${ending}`);
      for (const file of files) project.write(file, source);
      assert.equal(check(project, files, { ...resolution, lib }), '');
    });
  }
}
