import { expect, test } from 'vitest';
import { jsonOf, smallCase } from '../../test/samples';
import { edit, toFile } from './case_file';
import { ANY, chooseConnector, editAll, setConnector, setField, setTags } from './case_edit';
import { viewOf } from './case_view';

type Choice = Parameters<typeof chooseConnector>[1];
const view = (file: ReturnType<typeof smallCase>) => viewOf(file);

test('an edit leaves everything else of the case as it came, long numbers too', () => {
  const file = toFile('{"id":"c1","title":"A","version":12345678901234567890,"of_others":{"deep":[1,null]}}');
  const json = new TextDecoder().decode(edit(file.json, (it) => Object.assign(it, { title: 'B' })));
  // Node 20 cannot write a number as it stood; browsers that can do.
  const version = 'rawJSON' in JSON ? '12345678901234567890' : '12345678901234567000';
  expect(json).toBe(`{"id":"c1","title":"B","version":${version},"of_others":{"deep":[1,null]}}`);
});

test('a field is set, dated, and written into the activity', () => {
  const after = setField('title', 'A case', 'Another')(smallCase());
  expect(view(after).title).toBe('Another');
  expect(jsonOf(after).updated_by.username).toBe('dana.analyst');
  expect(after.history).toMatchObject([{ kind: 'field', field: 'title', before: 'A case', after: 'Another' }]);
});

test('an edit of what another tab has changed is refused with what stands there, unless it overwrites', () => {
  const theirs = setField('title', ANY, 'Theirs')(smallCase());
  expect(() => setField('title', 'A case', 'Ours')(theirs)).toThrow(
    expect.objectContaining({ code: 'CASE_CHANGED', theirs: 'Theirs' }),
  );
  expect(view(setField('title', ANY, 'Ours')(theirs)).title).toBe('Ours');
});

test('setting what stands there already changes nothing', () => {
  const file = smallCase();
  expect(setField('title', 'A case', 'A case')(file)).toBe(file);
  const theirs = setField('title', ANY, 'Same')(file);
  expect(setField('title', 'A case', 'Same')(theirs)).toBe(theirs);
});

test('closing dates and signs the case, and opening takes that away', () => {
  const closed = setField('status', ANY, 'closed')(smallCase());
  expect(jsonOf(closed)).toMatchObject({ status: 'closed', closed_by: { username: 'dana.analyst' } });
  expect(jsonOf(closed).closed_at).toMatch(/^\d{4}-/);
  expect(jsonOf(setField('status', ANY, 'open')(closed))).toMatchObject({ closed_at: null, closed_by: null });
});

test('tags of two tabs are merged', () => {
  // Both saw one and two. The other tab has added three and taken away one.
  const theirs = setTags(['one', 'two'], ['two', 'three'])(smallCase());
  const both = setTags(['one', 'two'], ['one', 'four'])(theirs);
  expect(view(both).tags).toEqual(['three', 'four']);
  expect(setTags(['two', 'three'], ['two', 'three'])(theirs)).toBe(theirs);
});

test('another connector comes without the fields of the one before, and not over a choice that was not seen', () => {
  const file = smallCase();
  const seen = view(file).connector;
  const other = { id: 'snow', name: 'ServiceNow', type: '.servicenow', fields: null };
  const chosen = setConnector(seen, other)(file);
  expect(view(chosen).connector).toEqual(other);
  expect(() => setConnector(seen, { ...other, id: 'third' })(chosen)).toThrow(
    expect.objectContaining({ code: 'CASE_CHANGED', theirs: null }),
  );
});

test('whoever passes over a connector and comes back finds its fields again, and each has its own', () => {
  const held = new Map();
  const [jira, snow] = ['jira', 'snow'].map((id) => ({ id, name: id, type: `.${id}` })) as [Choice, Choice];
  let file = setConnector(ANY, { ...jira, fields: { priority: 'High' } })(smallCase());
  file = chooseConnector(held, snow)(file);
  expect(view(file).connector).toEqual({ ...snow, fields: null });
  file = chooseConnector(held, jira)(setConnector(ANY, { ...snow, fields: { urgency: '1' } })(file));
  expect(view(file).connector).toEqual({ ...jira, fields: { priority: 'High' } });
  expect(view(chooseConnector(held, snow)(file)).connector.fields).toEqual({ urgency: '1' });
  // Another page has held none.
  expect(view(chooseConnector(new Map(), snow)(file)).connector.fields).toBeNull();
});

test('the fields of the same connector are written into the activity by what they say', () => {
  const of = (fields: object) => ({
    id: 'jira',
    name: 'Jira',
    type: '.jira',
    fields: fields as { [key: string]: unknown },
  });
  const extra = (team: string) => JSON.stringify({ customfield_1: { id: team }, labels: ['soc'] });
  const before = setConnector(ANY, of({ issueType: '10001', priority: null, otherFields: extra('7') }))(smallCase());
  const after = setConnector(ANY, of({ issueType: '10001', priority: 'High', otherFields: extra('8') }))(before);
  // What changed alone, and each additional field by its own name.
  expect(after.history.at(-1)).toMatchObject({
    field: 'connectorFields',
    before: 'customfield_1: {"id":"7"}',
    after: 'priority: High, customfield_1: {"id":"8"}',
  });
  const broken = setConnector(ANY, of({ issueType: '10001', otherFields: '{"a":' }))(smallCase());
  expect(setConnector(ANY, of({ issueType: '10001' }))(broken).history.at(-1)).toMatchObject({
    before: 'otherFields: {"a":',
    after: '',
  });
});

test('many cases are edited at once, each by what it has', () => {
  const edit = editAll({ status: 'closed', severity: '', added: ['two', 'three'], removed: ['one'] });
  const after = edit(smallCase());
  expect(view(after)).toMatchObject({ status: 'closed', severity: 'low', tags: ['two', 'three'] });
  expect(after.history.map((it) => it.kind === 'field' && it.field)).toEqual(['status', 'tags']);
  const file = smallCase();
  expect(editAll({ status: '', severity: 'low', added: [], removed: ['absent'] })(file)).toBe(file);
});
