import { EuiButtonEmpty, EuiIcon, EuiPanel, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { useState } from 'react';
import { count } from '../shared/time';
import { addComment } from './case_file';
import { Comment } from './comment';
import { CommentForm } from './comment_form';
import { Markdown } from './markdown';
import { useCases, type OpenCase } from './store';

const FIRST = 10;

/** Description, comments and alerts: what a push sends. */
export function Activity({ current, isLocked }: { current: OpenCase; isLocked: boolean }) {
  const { change } = useCases();
  const [all, setAll] = useState(false);
  const { description, comments, alerts } = current.view;
  const hidden = all ? 0 : Math.max(0, comments.length - FIRST);

  return (
    <>
      <Heading text="Description" />
      <EuiPanel hasBorder hasShadow={false}>
        {description ? <Markdown text={description} /> : <Empty text="This case has no description." />}
      </EuiPanel>
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
      <Heading text={`Comments (${comments.length})`} />
      {comments.length === 0 && <Empty text="Nobody has commented yet." />}
      <ol aria-label="Comments">
        {comments.slice(0, hidden ? FIRST : undefined).map((comment) => (
          <Comment key={comment.id} caseKey={current.key} comment={comment} isLocked={isLocked} />
        ))}
      </ol>
      {hidden > 0 && (
        <EuiButtonEmpty size="s" iconType="chevronSingleDown" onClick={() => setAll(true)}>
          Show all {comments.length} comments
        </EuiButtonEmpty>
      )}
      <EuiSpacer size="l" />
      <CommentForm
        label="Add a comment"
        action="Add comment"
        isLocked={isLocked}
        onSave={(text) => {
          change(current.key, (file) => addComment(file, text));
          setAll(true);
        }}
      />
    </>
  );
}

function Heading({ text }: { text: string }) {
  return (
    <>
      <EuiTitle size="xs">
        <h2>{text}</h2>
      </EuiTitle>
      <EuiSpacer size="s" />
    </>
  );
}

function Empty({ text }: { text: string }) {
  return (
    <EuiText size="s" color="subdued">
      <p>{text}</p>
    </EuiText>
  );
}
