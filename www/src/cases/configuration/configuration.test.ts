import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { jsonOf, smallCase } from '../../../test/samples';
import { viewOf } from '../case_view';
import { newCase } from '../create/new_case';
import { takeApart } from '../import/split';
import { customFacts } from './custom_facts';
import { customFieldsOf, fieldProblem, filled, takesAway } from './fill';
import { readConfiguration } from './read';

const TEXT = readFileSync(new URL('../../../../tests/fixtures/configuration/soc.json', import.meta.url), 'utf8');
/** Made of JSON, for a test to spoil. */
// biome-ignore lint/suspicious/noExplicitAny: a test spoils it in any way.
type Raw = any;
const raw = () => (JSON.parse(TEXT) as [Raw])[0];
const soc = () => readConfiguration(raw());
const EMPTY = {
  template: '',
  title: '',
  description: '',
  tags: [],
  severity: 'low',
  category: null,
  assignees: [],
  settings: null,
  customFields: {},
  connectorId: '',
  typed: {},
  fields: null,
};
const HERE = [
  { id: 'sn-1', name: 'ServiceNow SOC', type: '.servicenow' },
  { id: 'sn-2', name: 'ServiceNow test', type: '.servicenow' },
  { id: 'jira', name: 'ServiceNow SOC', type: '.jira' },
];

/** What a browser keeps. */
const storage = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => storage.get(key) ?? null,
  setItem: (key: string, value: string) => storage.set(key, value),
});

test('is told from cases by its shape, as a list or alone', () => {
  for (const text of [TEXT, JSON.stringify(raw())]) {
    const { cases, configurations } = takeApart([{ name: 'a file', text }]);
    expect(cases).toEqual([]);
    expect(configurations.map(({ configuration }) => configuration)).toEqual([soc()]);
  }
  expect(takeApart([{ name: 'a file', text: '[]' }]).configurations).toEqual([]);
});

test.each<[string, (it: Raw) => void]>([
  ['customFields[0].type', (it) => (it.customFields[0].type = 'date')],
  ['customFields[0].label', (it) => (it.customFields[0].label = 'x'.repeat(51))],
  ['customFields[0].required', (it) => delete it.customFields[0].required],
  ['customFields[0].defaultValue', (it) => (it.customFields[0].defaultValue = 'x'.repeat(161))],
  ['customFields[1].defaultValue', (it) => (it.customFields[1].defaultValue = 1.5)],
  ['customFields[1].key', (it) => (it.customFields[1].key = 'region')],
  ['customFields', (it) => (it.customFields = new Array(11).fill(it.customFields[0]))],
  ['templates', (it) => (it.templates = new Array(11).fill(it.templates[1]))],
  ['templates[0].name', (it) => (it.templates[0].name = 5)],
  ['templates[0].caseFields.severity', (it) => (it.templates[0].caseFields.severity = 'urgent')],
  ['templates[0].caseFields.customFields[0].value', (it) => (it.templates[0].caseFields.customFields[0].value = 'x')],
  ['templates[0].caseFields.customFields[0].key', (it) => (it.templates[0].caseFields.customFields[0].key = 'x')],
  ['templates[0].caseFields.connector.id', (it) => delete it.templates[0].caseFields.connector.id],
  ['templates[0].caseFields.connector.fields', (it) => (it.templates[0].caseFields.connector.fields = 'x')],
  ['templates[0].caseFields.settings.syncAlerts', (it) => (it.templates[0].caseFields.settings.syncAlerts = 'x')],
  ['owner', (it) => delete it.owner],
])('refuses what it cannot read by its path: %s', (field, spoil) => {
  const it = raw();
  spoil(it);
  const refused = { code: 'CONFIGURATION_INVALID', field: `[0].${field}` };
  expect(() => takeApart([{ name: 'a file', text: JSON.stringify([it]) }])).toThrow(expect.objectContaining(refused));
});

test('a new case has a value or null for each field, as Kibana has them', () => {
  const draft = filled(EMPTY, soc().templates[0]!, []);
  expect(draft).toMatchObject({ title: 'Phishing: ', tags: ['phishing'], severity: 'high' });
  const customFields = customFieldsOf(soc(), { ...draft.customFields, region: 'EMEA' });
  const file = newCase(draft, null, { ...draft, customFields });
  expect(jsonOf(file)).toMatchObject({
    category: 'Mail',
    assignees: [{ uid: 'u_ana' }],
    settings: { syncAlerts: false, extractObservables: true },
    customFields: [
      { key: 'region', type: 'text', value: 'EMEA' },
      { key: 'hosts', type: 'number', value: 3 },
      { key: 'vip', type: 'toggle', value: true },
    ],
  });
  // Of what nobody touched: the defaults.
  expect(customFieldsOf(soc(), {}).map(({ value }) => value)).toEqual([null, 1, false]);
  expect(customFieldsOf(soc(), { hosts: ' ' })[1]).toMatchObject({ value: null });
});

test('says what is missing, too long, or no whole number', () => {
  const [region, hosts, vip] = soc().customFields;
  expect(fieldProblem(region!, {})).toBe('Region is required.');
  expect(fieldProblem(region!, { region: 'x'.repeat(161) })).toMatch('160');
  expect(fieldProblem(region!, { region: 'EMEA' })).toBeUndefined();
  for (const typed of ['1.5', 'x', '9007199254740993']) expect(fieldProblem(hosts!, { hosts: typed })).toMatch('whole');
  expect(fieldProblem(hosts!, { hosts: '' })).toBeUndefined();
  expect(fieldProblem(vip!, {})).toBeUndefined();
});

test('a template takes nothing away unasked, and leaves what it says nothing of', () => {
  const [phish, bare] = soc().templates;
  const typed = { ...EMPTY, title: 'Mine', customFields: { region: 'EMEA' } };
  expect(takesAway(EMPTY, phish!, [])).toBe(false);
  expect(takesAway(typed, phish!, [])).toBe(true);
  expect(takesAway(typed, bare!, [])).toBe(false);
  // Spaces around what was typed are nobody's words.
  expect(takesAway({ ...typed, title: ` ${typed.title} ` }, bare!, [])).toBe(false);
  expect(takesAway({ ...EMPTY, customFields: { hosts: '7' } }, phish!, [])).toBe(true);
  // The template says high.
  expect(takesAway({ ...EMPTY, severity: 'critical' }, phish!, [])).toBe(true);
  expect(takesAway({ ...EMPTY, severity: 'high' }, phish!, [])).toBe(false);
  expect(takesAway({ ...EMPTY, severity: 'critical' }, bare!, [])).toBe(false);
  expect(filled(typed, bare!, [])).toEqual({ ...typed, template: 'bare' });
  expect(filled(typed, phish!, []).customFields).toEqual({ region: 'EMEA', hosts: '3', vip: true });
});

test('a template chooses the connector of this browser that it means, with its fields, or none', () => {
  const [phish, bare] = soc().templates;
  const { fields } = phish!.connector!;
  const chosen = (connectors: typeof HERE) => filled(EMPTY, phish!, connectors);
  expect(chosen(HERE)).toMatchObject({ connectorId: 'sn-1', fields });
  // Its own id goes before its name; a name that two have tells nothing.
  expect(chosen([...HERE, { id: 'kibana-sn', name: 'Other', type: '.servicenow' }]).connectorId).toBe('kibana-sn');
  expect(chosen([...HERE, { ...HERE[0]!, id: 'sn-3' }])).toMatchObject({ connectorId: '', fields: null });
  expect(filled({ ...EMPTY, connectorId: 'jira' }, bare!, HERE).connectorId).toBe('jira');
  expect(takesAway({ ...EMPTY, connectorId: 'jira' }, phish!, HERE)).toBe(true);
  const none = raw();
  none.templates[0].caseFields.connector = { id: 'none', name: 'none', type: '.none', fields: null };
  expect(readConfiguration(none).templates[0]!.connector).toBe(null);
});

test('a case shows its fields by their labels, and a required one without a value', () => {
  const customFields = [
    { key: 'vip', type: 'toggle', value: true },
    { key: 'hosts', type: 'number', value: 0 },
    { key: 'old', type: 'text', value: 'x' },
    { key: 'region', type: 'text', value: null },
  ];
  const view = viewOf(smallCase({ customFields }));
  expect(customFacts(view, soc()).map(({ label, value }) => [label, value])).toEqual([
    ['A VIP is concerned', 'On'],
    ['Hosts affected', '0'],
    ['old', 'x'],
    ['Region', null],
  ]);
  expect(customFacts(view, null).map(({ label }) => label)).toEqual(['vip', 'hosts', 'old']);
});

test('is kept over a reload, and asks only where another one is here', async () => {
  const kept = { raw: raw(), configuration: soc() };
  const load = () => {
    vi.resetModules();
    return import('./stored');
  };
  const before = await load();
  expect(before.replacing([], [kept])).toEqual([]);
  before.keepConfigurations([kept, kept]);
  expect(before.replacing([kept], [{ ...kept, configuration: soc() }])).toEqual([]);
  const other = { ...kept, configuration: { ...soc(), templates: [] } };
  expect(before.replacing([kept], [other])).toEqual([other]);
  const stored = JSON.parse(localStorage.getItem('case-connectors-dashboard/configurations')!);
  expect(stored).toEqual({ version: 1, configurations: [raw()] });
  const after = await load();
  expect(after.configurationOfNew(after.configurations())).toEqual(soc());
  // Deleted, brought back, and not over one that has come meanwhile.
  const [gone] = after.configurations();
  after.deleteConfiguration('securitySolution');
  expect(after.configurations()).toEqual([]);
  expect((await load()).configurations()).toEqual([]);
  expect(after.bringBack(gone!)).toBe(true);
  expect(after.bringBack(gone!)).toBe(false);
  expect(after.exported()).toEqual([raw()]);
  localStorage.setItem('case-connectors-dashboard/configurations', JSON.stringify({ ...stored, version: 2 }));
  expect((await load()).configurations()).toEqual([]);
});
