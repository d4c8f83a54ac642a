import { EuiAccordion, EuiSpacer, EuiText } from '@elastic/eui';
import { count, formatTime } from '../shared/time';
import { nameOf } from '../shared/user';
import { draftKey } from './draft_key';
import type { CommentView } from './case_view';
import { editComment } from './comment_edit';
import { CommentForm } from './comment_form';
import { earlierTexts } from './history';
import { Markdown } from './markdown';
import { useSaving } from './saving';
import type { OpenCase } from './cases';

/** What a comment says, what it said before, and its editor. */
export function CommentBody(props: {
  current: OpenCase;
  comment: CommentView;
  isEditing: boolean;
  isLocked: boolean;
  onEnd: () => void;
}) {
  const { current, comment } = props;
  if (props.isEditing) return <Editor {...props} />;
  const earlier = earlierTexts(current.file.history, comment.id);
  return (
    <>
      <Markdown text={comment.text} />
      {earlier.length > 0 && (
        <>
          <EuiSpacer size="s" />
          <EuiAccordion
            id={`earlier-${comment.id}`}
            buttonContent={count(earlier.length, 'earlier version')}
            buttonProps={{ css: { fontSize: 12 } }}
            paddingSize="s"
          >
            <ol>
              {earlier.map(({ at, by, before }) => (
                <li key={at}>
                  <EuiText size="xs" color="subdued">
                    <p>
                      Until {formatTime(at)}, when {nameOf(by)} edited it:
                    </p>
                  </EuiText>
                  <EuiText size="s" dir="auto" css={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                    <p>{before}</p>
                  </EuiText>
                </li>
              ))}
            </ol>
          </EuiAccordion>
        </>
      )}
    </>
  );
}

function Editor({ current, comment, isLocked, onEnd }: Parameters<typeof CommentBody>[0]) {
  const { save, error } = useSaving(current.key);
  return (
    <CommentForm
      label="Edit the comment"
      action="Save comment"
      draftKey={draftKey(current.key, comment.id)}
      text={comment.text}
      isLocked={isLocked}
      error={error}
      onSave={async (text, seen) => text === seen || (await save(editComment(comment.id, seen, text)))}
      onEnd={onEnd}
    />
  );
}
