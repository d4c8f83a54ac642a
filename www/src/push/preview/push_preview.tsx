import {
  EuiButton,
  EuiButtonEmpty,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutFooter,
  EuiFlyoutHeader,
  EuiSkeletonText,
  EuiSpacer,
  EuiTab,
  EuiTabs,
  EuiText,
  EuiTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import type { StoredConnector } from 'case-connectors';
import { useState } from 'react';
import type { OpenCase } from '../../cases/cases';
import { ErrorCallout } from '../../shared/error_callout';
import { count } from '../../shared/time';
import { pushLabel } from '../push_button';
import type { Planned } from '../use_plan';
import { ChangesTab } from './changes_tab';
import { RequestsTab } from './requests_tab';
import { TextTab } from './text_tab';
import { CaseName } from '../../shared/visible';

type TabName = 'changes' | 'text' | 'requests';

const NAMES: { [tab in TabName]: string } = { changes: 'Changes', text: 'Text', requests: 'Requests' };

/** What a push would do now, before anything is sent; the push starts from here. */
export function PushPreview(props: {
  current: OpenCase;
  connector: StoredConnector;
  planned: Planned;
  onPush: () => void;
  onClose: () => void;
}) {
  const { current, connector, planned } = props;
  const { plan, status, error } = planned;
  const titleId = useGeneratedHtmlId();
  const [tab, setTab] = useState<TabName>('changes');
  const steps = plan?.steps ?? [];
  const reads = steps.filter(({ writes }) => !writes).length;
  const panel = `${titleId}-panel`;

  return (
    <EuiFlyout aria-labelledby={titleId} size="m" maxWidth={720} onClose={props.onClose}>
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="m">
          <h2 id={titleId}>Push preview</h2>
        </EuiTitle>
        <EuiSpacer size="xs" />
        <EuiText size="s" color="subdued" css={{ overflowWrap: 'anywhere' }}>
          <p>
            “<CaseName title={current.view.title} />” to {connector.name}. Nothing is sent yet.
            {steps.length > 0 && ` A push sends ${count(steps.length, 'request')}, of which ${reads} only read.`}
          </p>
        </EuiText>
        <EuiSpacer size="s" />
        <EuiTabs bottomBorder={false} css={{ marginBlockEnd: -24 }}>
          <EuiTab isSelected={tab === 'changes'} aria-controls={panel} onClick={() => setTab('changes')}>
            Changes
          </EuiTab>
          <EuiTab isSelected={tab === 'text'} aria-controls={panel} onClick={() => setTab('text')}>
            Text
          </EuiTab>
          <EuiTab isSelected={tab === 'requests'} aria-controls={panel} onClick={() => setTab('requests')}>
            Requests ({steps.length})
          </EuiTab>
        </EuiTabs>
      </EuiFlyoutHeader>
      <EuiFlyoutBody tabIndex={0}>
        <div role="tabpanel" id={panel} aria-label={NAMES[tab]}>
          {error ? (
            <ErrorCallout title="There is no plan" error={error} />
          ) : !plan ? (
            <EuiSkeletonText lines={6} isLoading contentAriaLabel="the plan" />
          ) : steps.length === 0 ? (
            <EuiText size="s">
              <p>{connector.name} incident is up to date. No update is required.</p>
            </EuiText>
          ) : tab === 'changes' ? (
            <ChangesTab plan={plan} comments={current.view.comments} />
          ) : tab === 'text' ? (
            <TextTab plan={plan} view={current.view} />
          ) : (
            <RequestsTab plan={plan} view={current.view} />
          )}
        </div>
      </EuiFlyoutBody>
      <EuiFlyoutFooter>
        <EuiFlexGroup justifyContent="spaceBetween" gutterSize="s" responsive={false} wrap>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty onClick={props.onClose} flush="left">
              Cancel
            </EuiButtonEmpty>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButton
              fill
              iconType="push"
              isDisabled={steps.length === 0 || connector.isMissingSecrets}
              onClick={() => {
                props.onClose();
                props.onPush();
              }}
            >
              {pushLabel(connector, status)}
            </EuiButton>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiFlyoutFooter>
    </EuiFlyout>
  );
}
