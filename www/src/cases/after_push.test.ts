import { describe, expect, test } from 'vitest';
import { INCIDENT, jsonOf, outcome, phishingOfKibana9, smallCase } from '../../test/samples';
import { afterPush } from './after_push';
import { ANY, setField, setTags } from './case_edit';
import { edit, list, object, type CaseFile, type Json } from './case_file';
import { viewOf } from './case_view';
import { addComment, deleteComment, editComment } from './comment_edit';

const STARTED = '2026-01-01T10:30:00.000Z';

/** The case as it was pushed, with what the push has written into it. */
function written(file: CaseFile, change: (it: Json) => void = () => {}): Uint8Array {
  return edit(file.json, (it) => {
    it.external_service = INCIDENT;
    change(it);
  });
}

/** A Kibana that pushes dates the case anew. */
const byKibana = (file: CaseFile, members: object = {}) =>
  written(file, (it) => Object.assign(it, { updated_at: '2026-01-01T11:00:00.000Z' }, members));

const EDITS: [string, (file: CaseFile) => CaseFile][] = [
  ['the title', setField('title', ANY, 'Edited')],
  ['the description', setField('description', ANY, 'Edited')],
  ['the severity', setField('severity', ANY, 'high')],
  ['the status', setField('status', ANY, 'in-progress')],
  ['the tags', setTags([], ['three'])],
  ['a new comment', addComment('Meanwhile')],
  ['the text of a comment', editComment('k1', ANY, 'Edited')],
  ['a comment, deleted', deleteComment('k1', ANY)],
];

describe.each(['browser', 'kibana'] as const)('pushed by %s', (pushBy) => {
  const answer = (file: CaseFile) => (pushBy === 'kibana' ? byKibana(file) : written(file));

  test('takes what the push has written, and the activity has the incident', () => {
    const file = smallCase();
    const pushed = { file, startedAt: STARTED };
    const after = afterPush(file, outcome({ updatedCase: answer(file) }), pushed, pushBy);
    expect(viewOf(after).incident).toMatchObject({ connectorId: 'jira', title: 'SOC-1' });
    expect(after.history).toMatchObject([{ kind: 'pushed', connector: 'Jira', title: 'SOC-1' }]);
  });

  test.each(EDITS)('loses no edit during the push: %s', (_, change) => {
    const file = smallCase();
    const edited = change(file);
    const end = outcome({ updatedCase: answer(file) });
    for (const pushed of [file, null]) {
      const after = afterPush(edited, end, { file: pushed, startedAt: STARTED }, pushBy);
      const { external_service, ...others } = jsonOf(after);
      const { external_service: before, ...edits } = jsonOf(edited);
      expect(others).toEqual(edits);
      // A Kibana has pushed its own case, which says nothing of the one that was edited here.
      expect(external_service).toEqual(pushBy === 'browser' ? INCIDENT : before);
    }
  });

  test('takes what a push has written that an earlier page began', () => {
    const file = { ...smallCase(), history: setField('title', ANY, 'Before')(smallCase()).history };
    const later = new Date(Date.now() + 60_000).toISOString();
    const end = outcome({ updatedCase: answer(file) });
    expect(viewOf(afterPush(file, end, { file: null, startedAt: later }, pushBy)).incident?.title).toBe('SOC-1');
  });

  test('keeps the case where the push has written nothing', () => {
    const file = smallCase();
    expect(afterPush(file, outcome({ updatedCase: null }), { file, startedAt: STARTED }, pushBy)).toBe(file);
  });
});

test('takes it over that Kibana has closed the case', () => {
  const file = smallCase();
  const end = outcome({ updatedCase: byKibana(file, { status: 'closed' }) });
  for (const pushed of [file, null]) {
    expect(viewOf(afterPush(file, end, { file: pushed, startedAt: STARTED }, 'kibana')).status).toBe('closed');
  }
});

test.each(EDITS)('closes the case as the push says, also where it was edited meanwhile: %s', (name, change) => {
  const file = smallCase();
  const members = { status: 'closed', closed_at: '2026-01-01T11:00:00.000Z', closed_by: { username: 'dana' } };
  const end = outcome({ updatedCase: written(file, (it) => Object.assign(it, members)) });
  for (const pushed of [file, null]) {
    const after = afterPush(change(file), end, { file: pushed, startedAt: STARTED }, 'browser');
    expect(jsonOf(after)).toMatchObject(name === 'the status' ? { status: 'in-progress' } : members);
  }
});

test('stamps a comment that was sent, also where another one was added meanwhile, and an edit stays to be sent', () => {
  const file = smallCase();
  const stamp = { pushed_at: '2026-01-01T10:00:00.000Z', pushed_by: { username: 'dana' } };
  const end = outcome({
    updatedCase: written(file, (it) => Object.assign(object(list(it.comments)[0]), stamp)),
  });
  const edited = addComment('Meanwhile')(editComment('k1', ANY, 'Edited')(file));
  const comments = viewOf(afterPush(edited, end, { file, startedAt: STARTED }, 'browser')).comments;
  expect(comments).toMatchObject([{ id: 'k1', text: 'Edited', pushedAt: stamp.pushed_at }, { text: 'Meanwhile' }]);
  expect(comments[1]!.pushedAt).toBeNull();
  expect(Date.parse(comments[0]!.updatedAt ?? '')).toBeGreaterThan(Date.parse(stamp.pushed_at));
});

test('loses no new status to a Kibana that closes the case by pushing it', () => {
  const file = smallCase();
  const edited = setField('status', ANY, 'in-progress')(file);
  const end = outcome({ updatedCase: byKibana(file, { status: 'closed' }) });
  for (const pushed of [file, null]) {
    expect(afterPush(edited, end, { file: pushed, startedAt: STARTED }, 'kibana')).toBe(edited);
  }
});

test.each([
  ['the title', setField('title', ANY, 'Edited')],
  ['the status', setField('status', ANY, 'in-progress')],
  ['the text of a comment', editComment('k1', ANY, 'Edited')],
])('keeps what was edited here before Kibana pushed its own case: %s', (_, change) => {
  const edited = change(smallCase());
  const end = outcome({ updatedCase: byKibana(smallCase()) });
  expect(afterPush(edited, end, { file: edited, startedAt: STARTED }, 'kibana')).toBe(edited);
});

test('a push that did not complete leaves its incident in the case, and no entry in the activity', () => {
  const file = smallCase();
  const end = outcome({ state: 'failed', updatedCase: written(file) });
  const after = afterPush(file, end, { file, startedAt: STARTED }, 'browser');
  expect(viewOf(after).incident?.title).toBe('SOC-1');
  expect(after.history).toEqual([]);
});

test('stamps the comments that were pushed where they lie in pages', () => {
  const file = phishingOfKibana9();
  const [first, second] = viewOf(file).comments;
  const end = outcome({
    updatedCase: written(file),
    pushedComments: [{ id: first!.id, pushedAt: '2026-01-01T11:00:00.000Z' }],
  });
  const after = afterPush(file, end, { file, startedAt: STARTED }, 'browser');
  const pushedAt = new Map(viewOf(after).comments.map(({ id, pushedAt }) => [id, pushedAt]));
  expect(pushedAt.get(first!.id)).toBe('2026-01-01T11:00:00.000Z');
  expect(pushedAt.get(second!.id)).toBe(second!.pushedAt);
  expect(jsonOf(after).external_service).toEqual(INCIDENT);
});
