import type { CaseField, FieldMapping } from 'case-connectors';
import { expect, test } from 'vitest';
import { fieldName } from './field_name';

const mapping = (source: FieldMapping['source'], target: string): FieldMapping => ({
  source,
  target,
  action: 'append',
});
const issueType: CaseField = { key: 'issueType', label: 'Issue type', kind: 'text', help: '', default: null };
const type = { defaultMappings: [mapping('title', 'short_description')], caseFields: [issueType] };

test('a field of the incident is called as what of the case goes there: by the connector, by its type, by its label, else by its name', () => {
  const own = { mappings: [mapping('title', 'u_text'), mapping('tags', 'u_text')] };
  expect(fieldName('short_description', {}, type)).toBe('Title');
  expect(fieldName('short_description', own, type)).toBe('short_description');
  expect(fieldName('u_text', own, undefined)).toBe('Title and Tags');
  expect(fieldName('issueType', {}, type)).toBe('Issue type');
});
