import {
  EuiAccordion,
  EuiBadge,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPanel,
  EuiSpacer,
  EuiText,
  EuiTitle,
  useEuiTheme,
} from '@elastic/eui';
import type { PlanStep } from 'case-connectors';
import { useId, useState } from 'react';
import { Changes } from './changes';
import { Request } from './request';

/** One step: what it does, what it changes, and the request word for word. */
export function PlanStepItem({ step, label: name, number }: { step: PlanStep; label: string; number: number }) {
  const { euiTheme } = useEuiTheme();
  const id = useId();
  const label = `Request of step ${number}`;
  // The request is drawn when somebody opens it: a long case has more than a hundred.
  const [isOpen, setIsOpen] = useState(false);
  return (
    <li css={{ marginBottom: euiTheme.size.s }}>
      <EuiPanel hasBorder hasShadow={false} paddingSize="m">
        <EuiFlexGroup gutterSize="s" alignItems="baseline" responsive={false}>
          <EuiFlexItem css={{ minWidth: 0 }}>
            <EuiTitle size="xxs">
              <h3 css={{ overflowWrap: 'anywhere' }}>
                {number}. {name}
              </h3>
            </EuiTitle>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiBadge color={step.writes ? 'primary' : 'hollow'}>{step.writes ? 'Writes' : 'Reads'}</EuiBadge>
          </EuiFlexItem>
        </EuiFlexGroup>
        <Changes before={step.before} after={step.after} />
        {step.warnings.map((warning, at) => (
          <EuiText key={at} size="xs" color="warning">
            <p>{warning.message}</p>
          </EuiText>
        ))}
        <EuiSpacer size="xs" />
        <EuiAccordion
          id={id}
          buttonContent={<EuiText size="xs">Request</EuiText>}
          buttonProps={{ 'aria-label': label }}
          onToggle={setIsOpen}
        >
          {isOpen && <Request request={step.request} label={label} />}
        </EuiAccordion>
      </EuiPanel>
    </li>
  );
}
