import type { CaseField } from 'case-connectors';
import { expect, test } from 'vitest';
import { draftOf, fieldsOf } from './case_field_draft';

const spec = (key: string, kind: CaseField['kind'], byDefault: boolean | null = null): CaseField => ({
  key,
  label: key,
  kind,
  help: '',
  default: byDefault,
});

const specs = [spec('incidentTypes', 'numbers'), spec('severityCode', 'number'), spec('additionalFields', 'json')];

test('what is stored is shown, and saved again as it was', () => {
  const fields = { incidentTypes: ['17', '4'], severityCode: '5', additionalFields: '{"a":1}' };
  const draft = draftOf(specs, fields);
  expect(draft).toEqual({ incidentTypes: '17, 4', severityCode: '5', additionalFields: '{"a":1}' });
  expect(fieldsOf(specs, draft)).toEqual(fields);
});

test('an empty field is none', () => {
  expect(draftOf(specs, null)).toEqual({ incidentTypes: '', severityCode: '', additionalFields: '' });
  expect(fieldsOf(specs, { severityCode: '  ' })).toEqual({
    incidentTypes: null,
    severityCode: null,
    additionalFields: null,
  });
});

test('a list is taken apart at commas and spaces', () => {
  expect(fieldsOf(specs, { incidentTypes: ' 17,4  9,' })).toMatchObject({ incidentTypes: ['17', '4', '9'] });
});

test('a JSON object that came as one is shown as text', () => {
  expect(draftOf(specs, { additionalFields: { a: 1 } }).additionalFields).toBe('{\n  "a": 1\n}');
});

test('a flag is as the case says, and else as its default', () => {
  const flags = [spec('on', 'flag', true), spec('off', 'flag', false)];
  expect(draftOf(flags, null)).toEqual({ on: true, off: false });
  expect(draftOf(flags, { on: null })).toEqual({ on: true, off: false });
  const fields = { on: false, off: true };
  expect(draftOf(flags, fields)).toEqual(fields);
  expect(fieldsOf(flags, fields)).toEqual(fields);
});
