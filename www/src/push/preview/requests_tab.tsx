import { EuiAccordion, EuiBadge, EuiSpacer, EuiText } from '@elastic/eui';
import type { PlanStep, PushPlan } from 'case-connectors';
import { useId, useMemo, useState } from 'react';
import type { CaseView } from '../../cases/case_view';
import { authorsOf, withAuthors } from '../../cases/comment_names';
import { Request } from '../request';

/** Every request word for word, in the order in which they are sent. */
export function RequestsTab({ plan, view }: { plan: PushPlan; view: CaseView }) {
  const authors = useMemo(() => authorsOf(view.comments), [view.comments]);
  return (
    <>
      <EuiText size="s" color="subdued">
        <p>
          The secret is added at the last moment and is not shown.
          {plan.steps.some(({ request }) => request.url.includes('{id}')) &&
            ' Where {id} stands, an earlier answer fills it in.'}
        </p>
      </EuiText>
      <EuiSpacer size="m" />
      <ol aria-label="Requests">
        {plan.steps.map((step, at) => (
          <li key={at}>
            <Item step={step} label={withAuthors(step.label, authors)} number={at + 1} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Item({ step, label: name, number }: { step: PlanStep; label: string; number: number }) {
  const id = useId();
  // Drawn when somebody opens it: a long case has more than a hundred.
  const [isOpen, setIsOpen] = useState(false);
  const label = `Request ${number}`;
  return (
    <>
      <EuiAccordion
        id={id}
        buttonContent={
          <EuiText size="s">
            {number}. {name}
          </EuiText>
        }
        extraAction={<EuiBadge color={step.writes ? 'primary' : 'hollow'}>{step.request.method}</EuiBadge>}
        onToggle={setIsOpen}
      >
        {isOpen && <Request request={step.request} label={label} />}
      </EuiAccordion>
      <EuiSpacer size="s" />
    </>
  );
}
