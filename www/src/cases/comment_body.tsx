import { EuiAccordion, EuiSpacer, EuiText } from '@elastic/eui';
import { useState } from 'react';
import { count, formatTime } from '../shared/time';
import { nameOf } from '../shared/user';
import { forgetDraft, textDraft } from '../core/drafts';
import { draftKey } from './draft_key';
import { ANY, type Seen } from './case_edit';
import type { CommentView } from './case_view';
import { editComment } from './comment_edit';
import { CommentForm } from './comment_form';
import { earlierTexts } from './history';
import { Markdown } from './markdown';
import { NotSaved, useSaving } from './saving';
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

function Editor({ current, comment, isLocked, ...props }: Parameters<typeof CommentBody>[0]) {
  const { save, error } = useSaving(current.key);
  const key = draftKey(current.key, comment.id);
  const [seen] = useState(() => textDraft(key)?.seen ?? comment.text);
  const [draft, setDraft] = useState('');
  const onEnd = () => {
    forgetDraft(key);
    props.onEnd();
  };
  const saveOver = async (over: Seen<string>, text: string) => {
    setDraft(text);
    const isSaved = text === seen || (await save(editComment(comment.id, over, text)));
    if (isSaved) onEnd();
    return isSaved;
  };
  return (
    <>
      <CommentForm
        label="Edit the comment"
        action="Save comment"
        draftKey={key}
        text={seen}
        isLocked={isLocked}
        onSave={(text) => saveOver(seen, text)}
        onCancel={onEnd}
      />
      <NotSaved error={error} onOverwrite={() => void saveOver(ANY, draft)} onKeep={onEnd} />
    </>
  );
}
