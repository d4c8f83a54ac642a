import {
  EuiAvatar,
  EuiButtonEmpty,
  EuiComment,
  EuiCommentList,
  EuiFlexGroup,
  EuiFlexItem,
  EuiIcon,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { useState } from 'react';
import { count, formatTime } from '../shared/time';
import { nameOf, YOU } from '../shared/user';
import { ActionEvent, Earlier, earlierText } from './action_event';
import { ActivityChoices, useOrder } from './activity_choices';
import { folded, itemsOf, keyOf, type Item, type Kind } from './activity_items';
import type { CommentView } from './case_view';
import { CommentActions } from './comment_actions';
import { CommentBody } from './comment_body';
import { addComment } from './comment_edit';
import { CommentForm, type Insert } from './comment_form';
import { Anchor, quoteOf, useCommentInAddress } from './comment_link';
import { textDraft } from '../core/drafts';
import { draftKey, NEW_COMMENT } from './draft_key';
import { LostEdits, NEW } from './lost_drafts';
import { useSaving } from './saving';
import type { OpenCase } from './cases';

const STEP = 50;

/** Comments, alerts, and what was done to the case. */
export function Activity({ current, isLocked }: { current: OpenCase; isLocked: boolean }) {
  const { save, error } = useSaving(current.key);
  const newKey = draftKey(current.key, NEW_COMMENT);
  const [order, setOrder] = useOrder();
  const [kind, setKind] = useState<Kind>('all');
  const [opened, setOpened] = useState(0);
  const [quote, setQuote] = useState<Insert | null>(null);
  const { comments, alerts } = current.view;
  const items = itemsOf(current, kind, order);
  const wanted = useCommentInAddress();
  const isNeeded = (item: Item) => 'comment' in item && (item.comment.id === wanted || hasDraft(current, item.comment));
  const { first, hidden, last } = folded(items, opened, isNeeded);
  const entries = (items: Item[]) =>
    items.map((item) => (
      <ActivityItem
        key={keyOf(item)}
        current={current}
        item={item}
        isLocked={isLocked}
        onQuote={(comment) => setQuote((before) => ({ text: quoteOf(comment.text), nth: (before?.nth ?? 0) + 1 }))}
      />
    ));
  return (
    <>
      {alerts > 0 && (
        <>
          <EuiText size="s">
            <p>
              <EuiIcon type="warning" aria-hidden /> {count(alerts, 'alert')} attached
            </p>
          </EuiText>
          <EuiSpacer size="m" />
        </>
      )}
      <EuiTitle size="xs">
        <h2>Activity ({count(comments.length, 'comment')})</h2>
      </EuiTitle>
      <EuiSpacer size="m" />
      {(comments.length > 1 || current.file.history.length > 0) && (
        <ActivityChoices kind={kind} order={order} onKind={setKind} onOrder={setOrder} />
      )}
      {items.length === 0 ? (
        <EuiText size="s" color="subdued">
          <p>{kind === 'history' ? 'Nothing was done to this case here.' : 'Nobody has commented yet.'}</p>
        </EuiText>
      ) : (
        <EuiCommentList aria-label="Activity">{entries(hidden > 0 ? first : [...first, ...last])}</EuiCommentList>
      )}
      {hidden > 0 && (
        <>
          <EuiFlexGroup gutterSize="s" responsive={false} wrap alignItems="center">
            <EuiFlexItem grow={false}>
              <EuiText size="s" color="subdued">
                <p>{count(hidden, 'entry', 'entries')} not shown.</p>
              </EuiText>
            </EuiFlexItem>
            {hidden > STEP && (
              <EuiFlexItem grow={false}>
                <EuiButtonEmpty size="s" onClick={() => setOpened(opened + STEP)}>
                  Show {STEP} more
                </EuiButtonEmpty>
              </EuiFlexItem>
            )}
            <EuiFlexItem grow={false}>
              <EuiButtonEmpty size="s" onClick={() => setOpened(items.length)}>
                Show all {items.length} entries
              </EuiButtonEmpty>
            </EuiFlexItem>
          </EuiFlexGroup>
          <EuiSpacer size="m" />
          <EuiCommentList aria-label="Activity, its end">{entries(last)}</EuiCommentList>
        </>
      )}
      <EuiSpacer size="l" />
      <LostEdits current={current} isLocked={isLocked} />
      <CommentForm
        label={NEW}
        action="Add comment"
        key={newKey}
        draftKey={newKey}
        isLocked={isLocked}
        insert={quote}
        error={error}
        onSave={(text) => save(addComment(text))}
      />
    </>
  );
}

const hasDraft = ({ key }: OpenCase, { id }: CommentView) => textDraft(draftKey(key, id)) !== null;

/** Where there is no room beside it, what can be done with a comment stands below who has written it. */
const NARROW_HEADER = {
  '.euiCommentEvent__headerMain': { flexWrap: 'wrap' },
  '.euiCommentEvent__headerData': { flexBasis: 180 },
} as const;

function ActivityItem(props: {
  current: OpenCase;
  item: Item;
  isLocked: boolean;
  onQuote: (comment: CommentView) => void;
}) {
  const { current, item, isLocked } = props;
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
        event={
          <span css={{ overflowWrap: 'anywhere' }}>
            <ActionEvent action={item.action} />
          </span>
        }
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
      css={NARROW_HEADER}
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
          onQuote={() => props.onQuote(comment)}
        />
      }
    >
      <Anchor commentId={comment.id}>
        <CommentBody
          current={current}
          comment={comment}
          isEditing={isEditing}
          isLocked={isLocked}
          onEnd={() => setIsEditing(false)}
        />
      </Anchor>
    </EuiComment>
  );
}
