import type { PushOutcome } from 'case-connectors';
import type { Pusher } from '../core/pusher';
import { YOU } from '../shared/user';
import { edit, list, object, read, type CaseFile, type Json } from './case_file';
import { recorded } from './history';

/** What a push was begun with. `file` is `null` where an earlier page began it. */
export interface Pushed {
  file: CaseFile | null;
  startedAt: string;
}

/** Whether what a push has written may take the place of the case: no edit must be lost. */
function mayReplace(file: CaseFile, written: Json, pushed: Pushed, pushBy: Pusher): boolean {
  const isUntouched = pushed.file ? isSameFile(file, pushed.file) : !wasEditedSince(file, pushed.startedAt);
  const ours = read(file.json);
  if (!isUntouched || ours.id !== written.id) return false;
  // The engine writes into what was pushed.
  if (pushBy === 'browser') return pushed.file !== null || ours.updated_at === written.updated_at;
  // A Kibana answers its own case, dates it anew, and may close it: what people write tells whether it is the same.
  const isSame = (name: string) => JSON.stringify(ours[name]) === JSON.stringify(written[name]);
  const isSameStatus = isSame('status') || written.status === 'closed';
  return isSameStatus && WRITTEN_BY_PEOPLE.every(isSame) && textsOf(ours) === textsOf(written);
}

const WRITTEN_BY_PEOPLE = ['title', 'description', 'tags', 'severity'];

/** Both times are of this browser's clock. */
function wasEditedSince({ history }: CaseFile, startedAt: string): boolean {
  return history.some(({ kind, at }) => kind !== 'pushed' && at >= startedAt);
}

function textsOf(it: Json): string {
  const texts = list(it.comments)
    .map(object)
    .map(({ id, comment, data }) => [id, comment ?? object(data).content]);
  return JSON.stringify(texts);
}

export function isSameFile(a: CaseFile, b: CaseFile): boolean {
  return (
    isSameBytes(a.json, b.json) &&
    a.commentPages.length === b.commentPages.length &&
    a.commentPages.every((page, at) => isSameBytes(page, b.commentPages[at]))
  );
}

function isSameBytes(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return a.length === b?.length && a.every((byte, at) => byte === b[at]);
}

/**
 * What the push has written, put into a case that somebody has edited since: the incident, how far each comment was sent
 * (the time is that of the version that was sent, so that an edit stays to be sent), and that the case is closed, unless
 * somebody has chosen another status.
 */
function withMarks(file: CaseFile, written: Json, pushed: Pushed): Uint8Array {
  const stamps = new Map(
    list(written.comments)
      .map(object)
      .map(({ id, pushed_at, pushed_by }) => [id, { pushed_at, pushed_by }]),
  );
  return edit(file.json, (it) => {
    it.external_service = written.external_service;
    for (const comment of list(it.comments).map(object)) Object.assign(comment, stamps.get(comment.id));
    if (written.status === 'closed' && !hasNewStatus(file, pushed)) {
      Object.assign(it, { status: 'closed', closed_at: written.closed_at, closed_by: written.closed_by });
    }
  });
}

function hasNewStatus({ history }: CaseFile, { file, startedAt }: Pushed): boolean {
  const since = file ? history.slice(file.history.length) : history.filter(({ at }) => at >= startedAt);
  return since.some((action) => action.kind === 'field' && action.field === 'status');
}

/**
 * The case after a push. No edit is lost: where somebody has edited it since, what the engine wrote is put into it, and the
 * case of a Kibana, which has no such edit, is left alone. The engine writes into the case; pages of comments are stamped
 * by whoever holds them: us.
 */
export function afterPush(file: CaseFile, outcome: PushOutcome, pushed: Pushed, pushBy: Pusher): CaseFile {
  const { updatedCase, externalService } = outcome;
  if (!updatedCase) return file;
  const theirs = read(updatedCase);
  const isReplaced = mayReplace(file, theirs, pushed, pushBy);
  if (!isReplaced && (pushBy === 'kibana' || read(file.json).id !== theirs.id)) return file;
  const pushedAt = new Map(outcome.pushedComments.map(({ id, pushedAt }) => [id, pushedAt]));
  const commentPages = file.commentPages.map((page) =>
    edit(page, (it) => {
      for (const comment of list(it.comments).map(object)) {
        const at = pushedAt.get(String(comment.id));
        if (at) Object.assign(comment, { pushed_at: at, pushed_by: YOU });
      }
    }),
  );
  const json = isReplaced ? updatedCase : withMarks(file, theirs, pushed);
  const written = { ...file, json, commentPages };
  if (outcome.state !== 'complete' || !externalService) return written;
  const { connector_name: connector, external_title: title, external_url: url } = externalService;
  return recorded(written, { kind: 'pushed', connector, title, url });
}
