import { EuiAvatar, EuiBadge, EuiButtonIcon, EuiSplitPanel, EuiText, useEuiTheme } from '@elastic/eui';
import { useState } from 'react';
import { useReturnFocus } from '../shared/return_focus';
import { formatTime } from '../shared/time';
import { nameOf } from '../shared/user';
import { editComment } from './case_file';
import type { CommentView } from './case_view';
import { CommentForm } from './comment_form';
import { Markdown } from './markdown';
import { useCases } from './store';

export function Comment(props: { caseKey: string; comment: CommentView; isLocked: boolean }) {
  const { comment, isLocked } = props;
  const { change } = useCases();
  const { euiTheme } = useEuiTheme();
  const [isEditing, setIsEditing] = useState(false);
  const author = nameOf(comment.author);
  const pencil = useReturnFocus<HTMLButtonElement>(isEditing);

  return (
    <li css={{ marginBottom: euiTheme.size.m }}>
      <EuiSplitPanel.Outer hasBorder hasShadow={false}>
        <EuiSplitPanel.Inner color="subdued" paddingSize="s">
          <div css={{ display: 'flex', alignItems: 'center', gap: euiTheme.size.s }}>
            <EuiAvatar name={author} size="s" aria-hidden />
            <EuiText size="s" css={{ flex: 1, minWidth: 0, lineHeight: 1.4 }}>
              <strong>{author}</strong>{' '}
              <span css={{ color: euiTheme.colors.textSubdued }}>
                {formatTime(comment.createdAt)}
                {comment.updatedAt && <>, edited by {nameOf(comment.updatedBy)}</>}
              </span>
            </EuiText>
            {comment.pushedAt && <EuiBadge color="hollow">Pushed</EuiBadge>}
            {!isEditing && (
              <EuiButtonIcon
                iconType="pencil"
                color="text"
                size="s"
                aria-label={`Edit the comment of ${author}, ${formatTime(comment.createdAt)}`}
                buttonRef={pencil}
                isDisabled={isLocked}
                onClick={() => setIsEditing(true)}
              />
            )}
          </div>
        </EuiSplitPanel.Inner>
        <EuiSplitPanel.Inner paddingSize="m">
          {isEditing ? (
            <CommentForm
              label="Edit the comment"
              action="Save comment"
              text={comment.text}
              isLocked={isLocked}
              onSave={(text) => {
                if (text !== comment.text) change(props.caseKey, (file) => editComment(file, comment.id, text));
                setIsEditing(false);
              }}
              onCancel={() => setIsEditing(false)}
            />
          ) : (
            <Markdown text={comment.text} />
          )}
        </EuiSplitPanel.Inner>
      </EuiSplitPanel.Outer>
    </li>
  );
}
