import type { PushOutcome } from 'case-connectors';
import { currentPusher } from '../core/pusher';
import { YOU } from '../shared/user';
import { edit, list, object, read, type CaseFile } from './case_file';
import { recorded } from './history';

/** Whether the case is still the one that a push has written into: an edit since then must not be lost. */
export function isSameVersion(file: CaseFile, written: Uint8Array): boolean {
  const [ours, theirs] = [read(file.json), read(written)];
  const isSame = (name: string) => JSON.stringify(ours[name]) === JSON.stringify(theirs[name]);
  // A Kibana that pushes dates the case anew itself: what people write in it tells whether anybody has.
  const sameVersion = currentPusher() === 'kibana' ? ['title', 'description', 'tags', 'severity'] : ['updated_at'];
  return ['id', ...sameVersion].every(isSame) && list(ours.comments).length === list(theirs.comments).length;
}

/** The case after a push. The engine writes into the case; pages of comments are stamped by whoever holds them: us. */
export function afterPush(file: CaseFile, outcome: PushOutcome): CaseFile {
  const { updatedCase, externalService } = outcome;
  if (!updatedCase || !isSameVersion(file, updatedCase)) return file;
  const pushed = new Map(outcome.pushedComments.map(({ id, pushedAt }) => [id, pushedAt]));
  const commentPages = file.commentPages.map((page) =>
    edit(page, (it) => {
      for (const comment of list(it.comments).map(object)) {
        const at = pushed.get(String(comment.id));
        if (at) Object.assign(comment, { pushed_at: at, pushed_by: YOU });
      }
    }),
  );
  const written = { ...file, json: updatedCase, commentPages };
  if (outcome.state !== 'complete' || !externalService) return written;
  const { connector_name: connector, external_title: title, external_url: url } = externalService;
  return recorded(written, { kind: 'pushed', connector, title, url });
}
