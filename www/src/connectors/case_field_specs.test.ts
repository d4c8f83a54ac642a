import { expect, test } from 'vitest';
import { CASE_FIELDS, draftOf, fieldsOf } from './case_field_specs';

const specs = CASE_FIELDS['.resilient']!;

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
