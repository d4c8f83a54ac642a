import { EuiButtonEmpty, EuiEmptyPrompt, EuiSkeletonText, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import type { StoredConnector } from 'case-connectors';
import { useState } from 'react';
import { PlanStepItem } from './plan_step';
import { ProblemList } from './problem_list';
import type { Planned } from './use_plan';
import { WarningList } from './warning_list';
import { useWithAuthors } from '../cases/use_with_authors';

const FIRST = 10;

/** What a push would do now, step by step. */
export function PlanTab(props: { caseId: string; planned: Planned; connector: StoredConnector | null }) {
  const { plan, error } = props.planned;
  const [all, setAll] = useState(false);
  const named = useWithAuthors(props.caseId);
  if (!props.connector) return <Nothing title="No connector" text="Select a connector to see what a push would do." />;
  if (error) return <Nothing title="There is no plan" text={`${error.message} ${error.remedy}`} />;
  if (!plan) return <EuiSkeletonText lines={6} isLoading contentAriaLabel="the plan" />;
  if (plan.steps.length === 0) {
    return (
      <Nothing title="Nothing to do" text={`${props.connector.name} incident is up to date. No update is required.`} />
    );
  }
  const reads = plan.steps.filter((step) => !step.writes).length;
  const hidden = all ? 0 : Math.max(0, plan.steps.length - FIRST);
  return (
    <>
      <EuiTitle size="xs">
        <h2>What a push would do now</h2>
      </EuiTitle>
      <EuiSpacer size="xs" />
      <EuiText size="s" color="subdued">
        <p>
          Nothing is sent yet. {reads > 0 && `${reads} of the ${plan.steps.length} requests only read. `}
          The secret is added at the last moment and is not shown.
          {plan.steps.some(({ request }) => request.url.includes('{id}')) &&
            ' Where {id} stands, an earlier answer fills it in.'}
        </p>
      </EuiText>
      <EuiSpacer size="m" />
      <ProblemList problems={plan.problems} />
      {plan.warnings.length > 0 && (
        <>
          <WarningList warnings={plan.warnings} named={named} />
          <EuiSpacer size="m" />
        </>
      )}
      <ol aria-label="Steps">
        {plan.steps.slice(0, hidden ? FIRST : undefined).map((step, at) => (
          <PlanStepItem key={at} step={step} label={named(step.label)} number={at + 1} />
        ))}
      </ol>
      {hidden > 0 && (
        <EuiButtonEmpty size="s" iconType="chevronSingleDown" onClick={() => setAll(true)}>
          Show all {plan.steps.length} steps
        </EuiButtonEmpty>
      )}
    </>
  );
}

function Nothing({ title, text }: { title: string; text: string }) {
  return <EuiEmptyPrompt titleSize="xs" color="subdued" title={<h2>{title}</h2>} body={<p>{text}</p>} />;
}
