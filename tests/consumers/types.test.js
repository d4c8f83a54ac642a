// The declarations, as a strict consumer compiles them: an old library, and
// the declarations of packages checked too.
import assert from 'node:assert/strict';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { compile, RESOLUTIONS } from './lib/compile.js';
import { consumer } from './lib/consumer.js';

let project;
before(() => {
  project = consumer();
  // Every file of types/ is compiled, so that a new one needs no line here.
  cpSync(fileURLToPath(new URL('types', import.meta.url)), join(project.folder, 'types'), { recursive: true });
});
after(() => project.remove());

for (const [who, resolution] of Object.entries(RESOLUTIONS)) {
  test(`the types compile for ${who}`, () => {
    const files = readdirSync(join(project.folder, 'types')).map((file) => `types/${file}`);
    assert.equal(compile(project, files, resolution), '');
  });
}

/** Where the type of a call's options is found. */
const DECLARED = {
  connectorTypes: 'Parameters<typeof api.connectorTypes>[0]',
  validateConnector: 'Parameters<typeof api.validateConnector>[1]',
  validateField: 'Parameters<typeof api.validateField>[2]',
  visibleProblems: 'Parameters<typeof api.visibleProblems>[1]',
  planPush: 'Parameters<typeof api.planPush>[2]',
  pushStatus: 'Parameters<typeof api.pushStatus>[2]',
  send: 'Parameters<typeof api.send>[1]',
  'new Push': 'ConstructorParameters<typeof api.Push>[2]',
  settle: "Parameters<api.Push['settle']>[0]",
  open: 'Parameters<typeof api.CaseConnectors.open>[0]',
  saveCaseChoice: "Parameters<api.CaseConnectors['saveCaseChoice']>[1]",
  testConnector: "Parameters<api.CaseConnectors['testConnector']>[1]",
  connectorFields: "Parameters<api.CaseConnectors['connectorFields']>[1]",
  searchChoices: "Parameters<api.CaseConnectors['searchChoices']>[3]",
  importConnectors: "Parameters<api.CaseConnectors['importConnectors']>[1]",
  saveSettings: "Parameters<api.CaseConnectors['saveSettings']>[0]",
  setVault: "Parameters<api.CaseConnectors['setVault']>[0]",
  plan: "Parameters<api.CaseConnectors['plan']>[1]",
  status: "Parameters<api.CaseConnectors['status']>[1]",
  push: "Parameters<api.CaseConnectors['push']>[1]",
  pull: "Parameters<api.CaseConnectors['pull']>[1]",
  apply: "Parameters<api.CaseConnectors['apply']>[3]",
  pullAll: "Parameters<api.CaseConnectors['pullAll']>[1]",
  enqueue: "Parameters<api.CaseConnectors['enqueue']>[1]",
  pushAll: "Parameters<api.CaseConnectors['pushAll']>[1]",
  resume: "Parameters<api.CaseConnectors['resume']>[1]",
  resumeAll: "Parameters<api.CaseConnectors['resumeAll']>[0]",
  plugin: 'Parameters<typeof plugin>[0]',
  createGateway: 'Parameters<typeof createGateway>[0]',
  'a target of createGateway': "Parameters<typeof createGateway>[0]['targets'][number]",
  serve: 'Parameters<typeof serve>[1]',
};

test('the options that are known are those that are declared', async () => {
  const { OPTIONS } = await import(pathToFileURL(join(project.folder, 'node_modules/case-connectors/options.js')));
  assert.deepEqual(Object.keys(OPTIONS).sort(), Object.keys(DECLARED).sort());
  const lines = [
    "import * as api from 'case-connectors';",
    "import { createGateway } from 'case-connectors/gateway';",
    "import { serve } from 'case-connectors/gateway/node';",
    "import { plugin } from 'case-connectors/plugin';",
    // The members of every member of a union.
    'type Names<T> = T extends object ? keyof T : never;',
    'type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;',
  ];
  const compare = (names, type) => {
    const union = names.map((name) => JSON.stringify(name)).join(' | ');
    lines.push(`export const _${lines.length}: Same<Names<${type}>, ${union}> = true;`);
  };
  for (const [call, list] of Object.entries(OPTIONS)) {
    const nested = list.find((entry) => typeof entry === 'object') ?? {};
    compare([...list.filter((entry) => typeof entry === 'string'), ...Object.keys(nested)], DECLARED[call]);
    for (const [name, names] of Object.entries(nested)) compare(names, `NonNullable<${DECLARED[call]}>['${name}']`);
  }
  project.write('options.ts', `${lines.join('\n')}\n`);
  assert.equal(compile(project, ['options.ts']), '');
});

test('the fields that are declared are those of the forms', async () => {
  const types = await project.run(`
    import { connectorTypes } from 'case-connectors';
    console.log(JSON.stringify(connectorTypes()));
  `);
  const lines = [
    "import type * as api from 'case-connectors';",
    'type Draft<Id> = Extract<api.ConnectorDraft, { type: Id }>;',
    'type Stored<Id> = Extract<api.StoredConnector, { type: Id }>;',
    'type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;',
  ];
  const compare = (type, union) => lines.push(`export const _${lines.length}: Same<${type}, ${union}> = true;`);
  const join = (values) => values.map((value) => JSON.stringify(value)).join(' | ') || 'never';
  compare('api.ConnectorTypeId', join(types.map(({ id }) => id)));
  for (const { id, fields, advanced } of types) {
    const draft = `Draft<'${id}'>`;
    const config = `NonNullable<${draft}['config']>`;
    const deeper = `NonNullable<${config}['advanced']>`;
    // The advanced part of a form has a secret too.
    const all = [...fields, ...advanced];
    const at = (place) => all.filter(({ path, key }) => path === `${place}${key}`);
    const under = (place) => at(place).map(({ key }) => key);
    compare(`keyof ${config}`, join([...under('config.'), 'advanced']));
    compare(`keyof Stored<'${id}'>['config']`, join([...under('config.'), 'advanced']));
    compare(`keyof NonNullable<${draft}['secrets']>`, join(under('secrets.')));
    compare(`keyof ${deeper}`, join(under('config.advanced.')));
    for (const { key, kind, choices } of at('config.advanced.')) {
      const value = `NonNullable<${deeper}['${key}']>`;
      if (kind === 'select') compare(`Exclude<${value}, number>`, join(['', ...choices.map((choice) => choice.value)]));
      if (kind === 'flag') compare(value, 'boolean');
      if (kind === 'text') compare(value, 'string | number');
    }
  }
  project.write('fields.ts', `${lines.join('\n')}\n`);
  assert.equal(compile(project, ['fields.ts']), '');
});
