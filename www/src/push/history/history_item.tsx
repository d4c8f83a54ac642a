import {
  EuiAccordion,
  EuiBadge,
  EuiFlexGroup,
  EuiFlexItem,
  EuiLink,
  EuiPanel,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import type { Exchange } from 'case-connectors';
import { useCallback, useId, useState } from 'react';
import { linkTo, paths } from '../../shared/route';
import { useCases } from '../../cases/cases';
import { useConnectorLabels } from '../../core/use_connector_labels';
import { useWithAuthors } from '../../cases/use_with_authors';
import { ErrorFacts } from '../../shared/error_callout';
import { IncidentLink } from '../../shared/incident_link';
import { count, formatTime } from '../../shared/time';
import { WarningList } from '../warning_list';
import { ExchangeList } from './exchange_list';
import { HarButton } from './har_button';
import { ReceiptList } from './receipt_list';
import type { PushRecord } from './records';
import { CaseName } from '../../shared/visible';

export const STATES = {
  complete: { text: 'Complete', color: 'success', icon: 'check' },
  failed: { text: 'Stopped', color: 'danger', icon: 'cross' },
  unknown: { text: 'Unknown', color: 'warning', icon: 'question' },
  refused: { text: 'Not begun', color: 'default', icon: 'minusCircle' },
} as const;

/** One push of the past. */
export function HistoryItem({ record }: { record: PushRecord }) {
  const { keyOf } = useCases();
  const named = useWithAuthors(record.caseId);
  const labels = useConnectorLabels();
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  const { text, color } = STATES[record.state];
  const key = keyOf(record.caseId);
  const isOfThis = useCallback(
    ({ caseId, connectorId, startedAt }: Exchange) =>
      caseId === record.caseId &&
      connectorId === record.connectorId &&
      startedAt >= record.startedAt &&
      startedAt <= record.endedAt,
    [record],
  );

  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" css={{ overflowWrap: 'anywhere' }}>
      <EuiFlexGroup gutterSize="s" alignItems="baseline" responsive={false} justifyContent="spaceBetween">
        <EuiFlexItem css={{ minWidth: 0 }}>
          <EuiTitle size="xxs">
            <h2>
              {key === null ? (
                <CaseName title={record.title} />
              ) : (
                <EuiLink
                  css={{ textAlign: 'start', display: 'inline-block', paddingBlock: 4 }}
                  {...linkTo(paths.case(key))}
                >
                  <CaseName title={record.title} />
                </EuiLink>
              )}
            </h2>
          </EuiTitle>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiBadge color={color}>{text}</EuiBadge>
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiText size="s" color="subdued">
        <p>
          {labels.get(record.connectorId) ?? record.connectorName}
          {record.incident && (
            <>
              , incident <IncidentLink {...record.incident} />
            </>
          )}
          . {formatTime(record.endedAt)}.{record.closesCase && ' The case was closed.'}
        </p>
      </EuiText>
      {record.error && (
        <>
          <EuiSpacer size="s" />
          <ErrorFacts error={record.error} />
        </>
      )}
      {record.warnings && record.warnings.length > 0 && (
        <>
          <EuiSpacer size="s" />
          <WarningList warnings={record.warnings} named={named} />
        </>
      )}
      <EuiSpacer size="s" />
      <EuiAccordion
        id={id}
        buttonContent={<EuiText size="xs">{count(record.receipts.length, 'receipt')}, and the requests</EuiText>}
        buttonProps={{ 'aria-label': `Receipts and requests of ${record.title}, ${formatTime(record.endedAt)}` }}
        onToggle={setIsOpen}
      >
        {isOpen && (
          <>
            <EuiSpacer size="s" />
            <ReceiptList receipts={record.receipts} named={named} />
            <EuiSpacer size="m" />
            <ExchangeList takes={isOfThis} named={named} />
            <HarButton
              name={`push-${record.caseId}`}
              takes={isOfThis}
              label={`Export the requests of ${record.title} (HAR)`}
            />
          </>
        )}
      </EuiAccordion>
    </EuiPanel>
  );
}
