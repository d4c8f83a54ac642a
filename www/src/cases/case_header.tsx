import { EuiBadge, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiHealth, EuiSpacer, EuiText } from '@elastic/eui';
import { linkTo, listPath } from '../shared/route';
import { formatTime } from '../shared/time';
import { nameOf } from '../shared/user';
import { CaseMenu } from './case_menu';
import { CaseTitle } from './case_title';
import { severityOf, statusOf } from './labels';
import type { OpenCase } from './cases';

export function CaseHeader({ current, isLocked }: { current: OpenCase; isLocked: boolean }) {
  const { view } = current;
  const [status, severity] = [statusOf(view.status), severityOf(view.severity)];
  return (
    <>
      <EuiFlexGroup justifyContent="spaceBetween" responsive={false} gutterSize="s" wrap>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty size="s" flush="left" iconType="chevronSingleLeft" {...linkTo(listPath())}>
            Back to the cases
          </EuiButtonEmpty>
        </EuiFlexItem>
        <EuiFlexItem grow={false} css={{ minWidth: 0 }}>
          <CaseMenu current={current} isLocked={isLocked} />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      <CaseTitle current={current} isLocked={isLocked} />
      <EuiSpacer size="m" />
      <EuiFlexGroup gutterSize="m" alignItems="center" responsive={false} wrap>
        <EuiFlexItem grow={false}>
          <EuiBadge color={status.color}>{status.label}</EuiBadge>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiHealth color={severity.color}>{severity.label}</EuiHealth>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiText size="s" color="subdued">
            <p>
              Created by {nameOf(view.createdBy)}
              {view.createdAt && <>, {formatTime(view.createdAt)}</>}
            </p>
          </EuiText>
        </EuiFlexItem>
      </EuiFlexGroup>
    </>
  );
}
