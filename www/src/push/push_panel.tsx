import { EuiButton, EuiCallOut, EuiFormRow, EuiPanel, EuiSelect, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { useEffect, useRef, useState } from 'react';
import { useConnectorTypes } from '../core/connector_types';
import { currentPusher } from '../core/pusher';
import { linkTo, paths } from '../shared/route';
import type { OpenCase } from '../cases/cases';
import type { Choice } from '../cases/connector_choice';
import { SecretsForm } from '../vault/secrets_form';
import { useConnectors } from '../core/stored_connectors';
import { ErrorCallout } from '../shared/error_callout';
import { useInterrupted } from './interrupted';
import { InterruptedHere, isTakenUpByPage } from './interrupted_here';
import { OtherTab } from './other_tab';
import { Outcome } from './outcome';
import { asksAboutRemote } from './remote_changed';
import { Progress } from './progress';
import { PushPreview } from './preview/push_preview';
import { PushButton } from './push_button';
import { QueuedHere } from './queue/queue_callout';
import { useQueue } from './queue/queue';
import { Settle, needsSettlement } from './settle';
import { StatusLine } from './status_line';
import { usePush, type Choices } from './pushes';
import type { Planned } from './use_plan';

/** Where the case goes, how it stands there, and the button that sends it. */
export function PushPanel(props: { current: OpenCase; choice: Choice; planned: Planned; onShowPlan: () => void }) {
  const { current, choice, planned } = props;
  const { connector } = choice;
  const { connectors } = useConnectors();
  const types = useConnectorTypes();
  const isByKibana = currentPusher() === 'kibana';
  const caseId = current.view.id;
  const { run, other, push, abort, clear } = usePush(caseId);
  const { list, dismiss } = useInterrupted();
  const interrupted = list.find((it) => isTakenUpByPage(it, caseId));
  const isRunning = run?.state === 'running';
  const { items } = useQueue();
  const isQueued = !isRunning && items.some((it) => it.caseId === caseId && !it.result);
  const isElsewhere = other?.state === 'running';
  const ofThis = run && run.connectorId === connector?.id ? run : null;
  const pushWith = (choices?: Choices) => connector && void push(current, connector, choices);
  const [isPreviewed, setIsPreviewed] = useState(false);
  const state = run?.state;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that had the focus is gone: stay here, not at the top of the page.
    if (state && document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [state]);
  const type = types.find(({ id }) => id === connector?.type);

  return (
    <EuiPanel hasBorder hasShadow={false} grow={false}>
      <section aria-labelledby="push-heading">
        <EuiTitle size="xs">
          <h2 id="push-heading" ref={heading} tabIndex={-1} css={{ outline: 'none' }}>
            External incident
          </h2>
        </EuiTitle>
        <EuiSpacer size="m" />
        {isByKibana ? (
          <ByKibana name={connector?.name ?? null} />
        ) : connectors.length === 0 ? (
          <NoConnectors />
        ) : (
          <EuiFormRow label="Connector" fullWidth>
            <EuiSelect
              fullWidth
              disabled={isRunning || isElsewhere}
              value={connector?.id ?? ''}
              hasNoInitialSelection={!connector}
              options={connectors.map(({ id, name }) => ({ value: id, text: name }))}
              onChange={(event) => void choice.choose(event.target.value)}
            />
          </EuiFormRow>
        )}
        {!isByKibana && connectors.length > 0 && !connector && (
          <>
            <EuiSpacer size="m" />
            <EuiText size="s" color="subdued">
              <p>To create and update a case in an external system, select a connector.</p>
            </EuiText>
          </>
        )}
        {choice.error && <ErrorCallout title="The choice was not saved" error={choice.error} />}
        {connector && (
          <>
            <EuiSpacer size="m" />
            {planned.error ? (
              <ErrorCallout title="This case cannot be pushed" error={planned.error} />
            ) : isRunning || isElsewhere || isQueued || interrupted ? null : (
              <StatusLine planned={planned} connector={connector} onShowPlan={props.onShowPlan} />
            )}
            {connector.isMissingSecrets && type && !interrupted && !isElsewhere && (
              <>
                <EuiSpacer size="m" />
                <EuiCallOut title="Enter the secret again" color="warning" iconType="lock" size="s" heading="h3">
                  <SecretsForm connector={connector} type={type} />
                </EuiCallOut>
              </>
            )}
            <EuiSpacer size="m" />
            {isRunning ? (
              <Progress progress={run.progress} isStopping={run.isStopping} onStop={() => abort(caseId)} />
            ) : isElsewhere ? (
              <OtherTab progress={other} onStop={() => abort(caseId)} />
            ) : isQueued ? (
              <QueuedHere />
            ) : interrupted ? (
              <InterruptedHere interrupted={interrupted} />
            ) : needsSettlement(planned.status, ofThis) ? (
              <Settle
                current={current}
                connector={connector}
                status={planned.status}
                run={ofThis}
                onPush={(settle) => pushWith(settle && { settle })}
              />
            ) : asksAboutRemote(ofThis) ? null : (
              <PushButton
                connector={connector}
                status={planned.status}
                onPush={() => pushWith()}
                onPreview={() => setIsPreviewed(true)}
              />
            )}
            {ofThis && (
              <Outcome
                run={ofThis}
                status={planned.status}
                onPush={pushWith}
                onStop={() => void dismiss({ caseId, connectorId: connector.id }).finally(() => clear(caseId))}
              />
            )}
            {!run && other && !isElsewhere && planned.status?.state !== 'needsUpdate' && (
              <>
                <EuiSpacer size="m" />
                <OtherTab progress={other} onStop={() => abort(caseId)} />
              </>
            )}
          </>
        )}
      </section>
      {isPreviewed && connector && (
        <PushPreview
          current={current}
          connector={connector}
          planned={planned}
          onPush={() => pushWith()}
          onClose={() => setIsPreviewed(false)}
        />
      )}
    </EuiPanel>
  );
}

function ByKibana({ name }: { name: string | null }) {
  return (
    <EuiText size="s">
      <p>
        {name
          ? `Kibana pushes this case with its connector ${name}.`
          : 'This case names no connector with which Kibana could push it.'}
      </p>
    </EuiText>
  );
}

function NoConnectors() {
  return (
    <>
      <EuiText size="s">
        <p>To create and update a case in an external system, select a connector. There is none yet.</p>
      </EuiText>
      <EuiSpacer size="m" />
      <EuiButton fill fullWidth iconType="plusCircle" {...linkTo(paths.newConnector)}>
        Add new connector
      </EuiButton>
    </>
  );
}
