// @vitest-environment happy-dom
import { fieldValue, withFieldValue, type CaseField, type ConnectorFields, type LiveField } from 'case-connectors';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { render } from '../../../test/render';
import { fieldsOf, hasUnread, type CaseFieldDraft } from './case_field_draft';
import { FieldSet } from './field_set';

vi.mock('../../core/engine', () => ({ useEngine: () => ({ api: { fieldValue, withFieldValue } }) }));

const SPECS: CaseField[] = [{ key: 'otherFields', label: 'Other', kind: 'json', help: '', default: null }];
const FIELD = {
  path: 'otherFields.cf',
  label: 'Sprint',
  help: '',
  kind: 'json',
  required: 'create',
  default: null,
  dependsOn: null,
  choices: [],
  readOnly: false,
} as unknown as LiveField;
const LIVE = { fields: [FIELD], others: 'taken' } as unknown as ConnectorFields;

let unmount = () => {};
afterEach(() => unmount());

/** A form with these fields, and what it holds. */
function open(begun: CaseFieldDraft, live: ConnectorFields | null) {
  let now = begun;
  function Form() {
    const [draft, setDraft] = useState(now);
    now = draft;
    return (
      <FieldSet
        specs={SPECS}
        live={live}
        connectorId="jira"
        draft={draft}
        problems={[]}
        error={null}
        notTaken={() => null}
        isLocked={false}
        onChange={setDraft}
      />
    );
  }
  const drawn = render(<Form />);
  ({ unmount } = drawn);
  const box = () => drawn.element.querySelector('textarea')!;
  const type = (text: string) =>
    drawn.act(() => {
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(box(), text);
      box().dispatchEvent(new Event('input', { bubbles: true }));
    });
  return { ...drawn, box, type, now: () => now, again: () => drawn.draw(<Form key="anew" />) };
}

test('a text that is no JSON stands there and is told, and the value comes once it is one', () => {
  const { now, type, again, box, text } = open({ otherFields: '{"cf":[1],"more":2}' }, LIVE);
  expect(hasUnread(now(), LIVE)).toBe(false);
  type('[1,');
  expect(hasUnread(now(), LIVE)).toBe(true);
  // A form that is drawn anew, as after a reload.
  again();
  expect(box().value).toBe('[1,');
  expect(text()).toContain('Sprint is no JSON that can be read.');
  // An issue type without the field asks nothing of it.
  expect(hasUnread(now(), { ...LIVE, fields: [] })).toBe(false);

  type('[1,2]');
  expect(hasUnread(now(), LIVE)).toBe(false);
  expect(JSON.parse(String(fieldsOf(SPECS, now()).otherFields))).toEqual({ cf: [1, 2], more: 2 });
  expect(Object.keys(now())).toEqual(['otherFields']);
});

test('a text that is no JSON refuses, and is shown, while nobody knows the fields', () => {
  const before = open({ otherFields: '' }, LIVE);
  before.type('[1,');
  before.unmount();
  const { now, type, box, text } = open(before.now(), null);
  expect(hasUnread(now(), null)).toBe(true);
  expect(text()).toContain('otherFields.cf is no JSON that can be read.');
  expect(box().value).toBe('[1,');
  type('[1]');
  expect(hasUnread(now(), null)).toBe(false);
  // Who is still typing keeps the box.
  expect(box().value).toBe('[1]');
  expect(JSON.parse(String(fieldsOf(SPECS, now()).otherFields))).toEqual({ cf: [1] });
});
