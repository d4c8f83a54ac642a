// The snippets of the documents compile as they stand there, in a project as strict as can be.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { compile } from './lib/compile.js';
import { consumer } from './lib/consumer.js';

const DOCUMENTS = ['README.md', 'pkg/README.md', 'docs/plugin.md'];

/** What the snippets take for granted: what a reader has at hand. */
const AT_HAND = `
import type { BuiltRequest, CaseConnectors, Connector, ConnectorDraft, ConnectorSecrets, HttpAnswer, JournalRecord } from 'case-connectors';
import type { ConnectorTypeRegistry, PluginCore, PluginLicensing } from 'case-connectors/plugin';

declare global {
  const password: string;
  const caseJson: Uint8Array;
  const draft: ConnectorDraft;
  const connector: Connector;
  const secrets: ConnectorSecrets;
  const journal: JournalRecord[];
  const host: CaseConnectors;
  function append(records: JournalRecord[]): Promise<void>;
  function sleep(ms: number): Promise<void>;
  function yourFetch(request: BuiltRequest): Promise<HttpAnswer>;
  const core: PluginCore;
  const connectorTypes: ConnectorTypeRegistry;
  const licensing: PluginLicensing;
}
`;

/** As much of Kibana's packages as the snippet of a plugin names. */
const KIBANA = `
declare module '@kbn/core/public' {
  import type { PluginCore } from 'case-connectors/plugin';
  interface AppMountParameters { element: HTMLElement; appBasePath: string }
  interface App { id: string; title: string; mount(params: AppMountParameters): Promise<() => void> }
  interface CoreSetup extends PluginCore { application: { register(app: App): void } }
  interface CoreStart extends PluginCore { application: object }
}
declare module '@kbn/licensing-plugin/public' {
  import type { PluginLicense, PluginObservable } from 'case-connectors/plugin';
  interface LicensingPluginStart { license$: PluginObservable<PluginLicense>; getLicense(): Promise<PluginLicense> }
}
`;

let project;
before(() => {
  project = consumer({
    'at-hand.d.ts': AT_HAND,
    'kibana.d.ts': KIBANA,
    'app.ts': 'export const render = (element: HTMLElement) => () => element.remove();\n',
  });
});
after(() => project.remove());

/** The blocks of JavaScript and TypeScript, each with the line at which it begins. */
function snippets(document) {
  const found = [];
  let open = null;
  for (const [at, line] of readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8')
    .split('\n')
    .entries()) {
    if (open === null && /^```(js|javascript|ts|typescript|jsx?|tsx?|mjs)\b/.test(line))
      open = { line: at + 1, code: [] };
    else if (open !== null && line === '```') {
      found.push(open);
      open = null;
    } else open?.code.push(line);
  }
  return found;
}

for (const document of DOCUMENTS) {
  test(`the snippets of ${document} compile`, () => {
    const blocks = snippets(document);
    assert.ok(blocks.length > 0, `${document} has no snippet`);
    const files = blocks.map(({ line, code }) => {
      const name = `${document.replaceAll('/', '_')}_line_${line}.ts`;
      // A page without a bundler names the file; it is the same module.
      const source = code.join('\n').replaceAll('./node_modules/case-connectors/plugin.js', 'case-connectors/plugin');
      project.write(name, `${source}\nexport {};\n`);
      return name;
    });
    const options = {
      module: 'esnext',
      moduleResolution: 'bundler',
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
    };
    assert.equal(compile(project, ['at-hand.d.ts', 'kibana.d.ts', ...files], options), '');
  });
}
