import {
  EuiAvatar,
  EuiButtonEmpty,
  EuiComment,
  EuiCommentList,
  EuiIcon,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { useState } from 'react';
import { count, formatTime } from '../shared/time';
import { nameOf, YOU } from '../shared/user';
import { ActionEvent, Earlier, earlierText, type ShownAction } from './action_event';
import type { CommentView } from './case_view';
import { CommentActions } from './comment_actions';
import { CommentBody } from './comment_body';
import { addComment } from './comment_edit';
import { CommentForm } from './comment_form';
import { textDraft } from '../core/drafts';
import { draftKey } from './draft_key';
import { Description } from './description';
import { NotSaved, useSaving } from './saving';
import type { OpenCase } from './cases';

const FIRST = 10;

type Item = { at: string; comment: CommentView } | { at: string; action: ShownAction };

/** Description, comments, alerts, and what was done to the case, in the order of time. */
export function Activity({ current, isLocked }: { current: OpenCase; isLocked: boolean }) {
  const { save, error, clear } = useSaving(current.key);
  const newKey = draftKey(current.key, 'new comment');
  const [all, setAll] = useState(() => current.view.comments.some((comment) => hasDraft(current, comment)));
  const { comments, alerts } = current.view;
  const items = itemsOf(current);
  const hidden = all ? 0 : Math.max(0, items.length - FIRST);
  return (
    <>
      <Description current={current} isLocked={isLocked} />
      {alerts > 0 && (
        <>
          <EuiSpacer size="m" />
          <EuiText size="s">
            <p>
              <EuiIcon type="warning" aria-hidden /> {count(alerts, 'alert')} attached
            </p>
          </EuiText>
        </>
      )}
      <EuiSpacer size="xl" />
      <EuiTitle size="xs">
        <h2>Activity ({count(comments.length, 'comment')})</h2>
      </EuiTitle>
      <EuiSpacer size="m" />
      {items.length === 0 ? (
        <EuiText size="s" color="subdued">
          <p>Nobody has commented yet.</p>
        </EuiText>
      ) : (
        <EuiCommentList aria-label="Activity">
          {items.slice(0, hidden ? FIRST : undefined).map((item) => (
            <ActivityItem key={keyOf(item)} current={current} item={item} isLocked={isLocked} />
          ))}
        </EuiCommentList>
      )}
      {hidden > 0 && (
        <EuiButtonEmpty size="s" iconType="chevronSingleDown" onClick={() => setAll(true)}>
          Show all {items.length} entries
        </EuiButtonEmpty>
      )}
      <EuiSpacer size="l" />
      <CommentForm
        label="Add a comment"
        action="Add comment"
        key={newKey}
        draftKey={newKey}
        isLocked={isLocked}
        onSave={async (text) => {
          const isSaved = await save(addComment(text));
          if (isSaved) setAll(true);
          return isSaved;
        }}
      />
      <NotSaved error={error} onOverwrite={clear} onKeep={clear} />
    </>
  );
}

const hasDraft = ({ key }: OpenCase, { id }: CommentView) => textDraft(draftKey(key, id)) !== null;

function ActivityItem({ current, item, isLocked }: { current: OpenCase; item: Item; isLocked: boolean }) {
  // An edit that was going on when the page went away goes on.
  const [isEditing, setIsEditing] = useState(() => 'comment' in item && hasDraft(current, item.comment));
  const author = 'comment' in item ? item.comment.author : item.action.by;
  const avatar = <EuiAvatar name={nameOf(author)} size={'comment' in item ? 'm' : 's'} aria-hidden />;
  if ('action' in item) {
    const text = earlierText(item.action);
    return (
      <EuiComment
        username={nameOf(author)}
        timelineAvatar={avatar}
        event={<ActionEvent action={item.action} />}
        timestamp={formatTime(item.at)}
      >
        {text !== null && <Earlier id={`earlier-${item.at}`} text={text} />}
      </EuiComment>
    );
  }
  const { comment } = item;
  const edited = comment.updatedAt ? `, edited by ${nameOf(comment.updatedBy ?? YOU)}` : '';
  return (
    <EuiComment
      username={nameOf(author)}
      timelineAvatar={avatar}
      event="commented"
      timestamp={`${formatTime(item.at)}${edited}`}
      actions={
        <CommentActions
          caseKey={current.key}
          comment={comment}
          isEditing={isEditing}
          isLocked={isLocked}
          onEdit={() => setIsEditing(true)}
        />
      }
    >
      <CommentBody
        current={current}
        comment={comment}
        isEditing={isEditing}
        isLocked={isLocked}
        onEnd={() => setIsEditing(false)}
      />
    </EuiComment>
  );
}

function itemsOf({ view, file }: OpenCase): Item[] {
  const actions = file.history.flatMap((action) =>
    action.kind === 'commentEdited' ? [] : [{ at: action.at, action }],
  );
  const items: Item[] = [...view.comments.map((comment) => ({ at: comment.createdAt, comment })), ...actions];
  return items.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function keyOf(item: Item): string {
  return 'comment' in item ? item.comment.id : `${item.at} ${item.action.kind}`;
}
