import { EuiButtonEmpty, EuiPanel, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import type { PlanStep, PushPlan } from 'case-connectors';
import { useState } from 'react';
import type { CommentView } from '../../cases/case_view';
import { authorsOf, withAuthors } from '../../cases/comment_names';
import { formatTime } from '../../shared/time';
import { nameOf } from '../../shared/user';
import { Changes } from '../changes';
import { ProblemList } from '../problem_list';
import { WarningList } from '../warning_list';

const FIRST = 20;

/** What the incident gets: its fields before and after, and each comment. */
export function ChangesTab({ plan, comments }: { plan: PushPlan; comments: CommentView[] }) {
  const [all, setAll] = useState(false);
  const written = plan.steps.filter(({ writes }) => writes);
  const fields = written.filter(({ kind }) => kind === 'create' || kind === 'update' || kind === 'delegate');
  const texts = written.filter((step) => !fields.includes(step));
  const shown = all ? texts : texts.slice(0, FIRST);
  return (
    <>
      <ProblemList problems={plan.problems} />
      {plan.warnings.length > 0 && (
        <>
          <WarningList warnings={plan.warnings} named={(text) => withAuthors(text, authorsOf(comments))} />
          <EuiSpacer size="l" />
        </>
      )}
      <EuiTitle size="xs">
        <h3>Fields</h3>
      </EuiTitle>
      {fields.length === 0 && <Nothing text="No field changes." />}
      {fields.map((step, at) => (
        <div key={at}>
          {step.kind === 'create' && <Nothing text="The incident is new: everything is added." />}
          {step.kind === 'delegate' && (
            <Nothing text={`${step.label}. What becomes of the fields, only Kibana knows.`} />
          )}
          <Changes before={step.before} after={step.after} />
        </div>
      ))}
      <EuiSpacer size="l" />
      <EuiTitle size="xs">
        <h3>Comments ({texts.length})</h3>
      </EuiTitle>
      {texts.length === 0 && <Nothing text="No comment is sent." />}
      <ol aria-label="Comments that will be sent">
        {shown.map((step, at) => (
          <li key={at}>
            <Comment step={step} comment={comments.find(({ id }) => id === step.commentId)} />
          </li>
        ))}
      </ol>
      {shown.length < texts.length && (
        <EuiButtonEmpty size="s" iconType="chevronSingleDown" onClick={() => setAll(true)}>
          Show all {texts.length} comments
        </EuiButtonEmpty>
      )}
    </>
  );
}

function Comment({ step, comment }: { step: PlanStep; comment: CommentView | undefined }) {
  return (
    <>
      <EuiSpacer size="s" />
      <EuiPanel hasBorder hasShadow={false} paddingSize="s">
        <EuiText size="xs" color="subdued">
          <p>{comment ? `${nameOf(comment.author)}, ${formatTime(comment.createdAt)}` : step.label}</p>
        </EuiText>
        <Changes before={step.before} after={step.after} />
        {step.warnings.map((warning, at) => (
          <EuiText key={at} size="xs" color="warning">
            <p>{warning.message}</p>
          </EuiText>
        ))}
      </EuiPanel>
    </>
  );
}

function Nothing({ text }: { text: string }) {
  return (
    <EuiText size="s" color="subdued">
      <p>{text}</p>
    </EuiText>
  );
}
