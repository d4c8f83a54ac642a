import type { FieldMapping } from 'case-connectors';
import { expect, test } from 'vitest';
import { sendsTags, withTagsAsLabels } from './tags_as_labels';

const TITLE: FieldMapping = { source: 'title', target: 'summary', action: 'overwrite' };
const LABELS: FieldMapping = { source: 'tags', target: 'labels', action: 'append' };

test.each<[string, FieldMapping[], FieldMapping[]]>([
  ['not mapped', [TITLE], [TITLE, LABELS]],
  ['switched off', [{ ...LABELS, action: 'nothing' }, TITLE], [TITLE, LABELS]],
  ['sent elsewhere', [{ ...LABELS, target: 'customfield_1' }], [LABELS]],
])('tags that were %s go to the labels', (_, before, after) => {
  expect(sendsTags(before)).toBe(false);
  expect(withTagsAsLabels(before, true)).toEqual(after);
  expect(sendsTags(after)).toBe(true);
});

test('taken back, nothing else is', () => {
  const elsewhere: FieldMapping = { ...LABELS, target: 'customfield_1' };
  expect(withTagsAsLabels([TITLE, { ...LABELS, action: 'overwrite' }], false)).toEqual([TITLE]);
  expect(withTagsAsLabels([TITLE, elsewhere], false)).toEqual([TITLE, elsewhere]);
});
