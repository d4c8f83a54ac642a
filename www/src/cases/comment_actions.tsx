import { EuiBadge, EuiButtonIcon, EuiCopy } from '@elastic/eui';
import { useState } from 'react';
import { ConfirmDialog } from '../shared/confirm_dialog';
import { useReturnFocus } from '../shared/return_focus';
import { formatTime } from '../shared/time';
import { nameOf } from '../shared/user';
import type { CommentView } from './case_view';
import { deleteComment } from './comment_edit';
import { commentLink } from './comment_link';
import { useCases } from './cases';

/** In the head of a comment: whether it was pushed, and what can be done with it. */
export function CommentActions(props: {
  caseKey: string;
  comment: CommentView;
  isEditing: boolean;
  isLocked: boolean;
  onEdit: () => void;
  onQuote: () => void;
}) {
  const { comment } = props;
  const { change } = useCases();
  const [isDeleting, setIsDeleting] = useState(false);
  const pencil = useReturnFocus<HTMLButtonElement>(props.isEditing);
  const which = `the comment of ${nameOf(comment.author)}, ${formatTime(comment.createdAt)}`;
  return (
    <div css={{ display: 'flex', alignItems: 'center', gap: 4 }}>
      {comment.pushedAt && <EuiBadge color="hollow">Pushed</EuiBadge>}
      {!props.isEditing && (
        <>
          <EuiCopy textToCopy={commentLink(props.caseKey, comment.id)} afterMessage="Link copied">
            {(copy) => (
              <EuiButtonIcon iconType="link" color="text" aria-label={`Copy the link to ${which}`} onClick={copy} />
            )}
          </EuiCopy>
          <EuiButtonIcon
            iconType="quote"
            color="text"
            aria-label={`Quote ${which}`}
            isDisabled={props.isLocked}
            onClick={props.onQuote}
          />
          <EuiButtonIcon
            iconType="pencil"
            color="text"
            aria-label={`Edit ${which}`}
            buttonRef={pencil}
            isDisabled={props.isLocked}
            onClick={props.onEdit}
          />
          <EuiButtonIcon
            iconType="trash"
            color="text"
            aria-label={`Delete ${which}`}
            isDisabled={props.isLocked}
            onClick={() => setIsDeleting(true)}
          />
        </>
      )}
      {isDeleting && (
        <ConfirmDialog
          title="Delete this comment?"
          action="Delete"
          failed="The comment was not deleted"
          onConfirm={() => change(props.caseKey, deleteComment(comment.id, comment.text))}
          onClose={() => setIsDeleting(false)}
        >
          <p>
            The activity of this case keeps what it said.
            {comment.pushedAt && ' It was pushed: the incident keeps it too, because a push takes nothing back.'}
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}
