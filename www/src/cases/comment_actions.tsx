import { EuiBadge, EuiButtonIcon, EuiCopy } from '@elastic/eui';
import { useToast } from '../core/toasts';
import { useOfferUndo } from '../core/undo';
import { toDetails } from '../shared/error';
import { useReturnFocus } from '../shared/return_focus';
import { formatTime } from '../shared/time';
import { nameOf } from '../shared/user';
import type { CaseFile } from './case_file';
import type { CommentView } from './case_view';
import { bringBackComment, deleteComment } from './comment_edit';
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
  const offerUndo = useOfferUndo();
  const toast = useToast();
  const pencil = useReturnFocus<HTMLButtonElement>(props.isEditing);
  const which = `the comment of ${nameOf(comment.author)}, ${formatTime(comment.createdAt)}`;
  const remove = async () => {
    const { caseKey } = props;
    const kept: { before?: CaseFile } = {};
    try {
      await change(caseKey, (file) => {
        kept.before = file;
        return deleteComment(comment.id, comment.text)(file);
      });
    } catch (error) {
      const { message, remedy } = toDetails(error);
      toast({ title: 'The comment was not deleted', text: `${message} ${remedy}`, color: 'danger', iconType: 'error' });
      return;
    }
    // The button that had the focus is gone.
    document.getElementById('tab-activity')?.focus();
    offerUndo({
      title: 'The comment is deleted',
      text: comment.pushedAt ? 'The incident keeps it: a push takes nothing back.' : undefined,
      undo: () => change(caseKey, bringBackComment(comment.id, kept.before)),
    });
  };
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
            onClick={() => void remove()}
          />
        </>
      )}
    </div>
  );
}
