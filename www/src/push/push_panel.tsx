import { EuiButton, EuiCallOut, EuiFormRow, EuiPanel, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import type { InterruptedPush, Problem, StoredConnector } from 'case-connectors';
import { useEffect, useRef, useState } from 'react';
import type { OpenCase } from '../cases/cases';
import type { Choice } from '../cases/connector_choice';
import { useWithAuthors } from '../cases/use_with_authors';
import { useConnectorLabels } from '../core/use_connector_labels';
import { useConnectorTypes } from '../core/connector_types';
import { currentPusher } from '../core/pusher';
import { useConnectors } from '../core/stored_connectors';
import { ErrorCallout } from '../shared/error_callout';
import { Asking } from '../shared/policy_note';
import { SavedSelect } from '../shared/saved_select';
import { linkTo, paths } from '../shared/route';
import { SecretsForm } from '../vault/secrets_form';
import { useInterrupted } from './interrupted';
import { InterruptedItem } from './interrupted_item';
import { OtherTab } from './other_tab';
import { fieldName } from './field_name';
import { Outcome } from './outcome';
import { asksForSecret, isBeingPushed, panelStateOf, runOf, showsStatus, type PanelState } from './panel_state';
import { PushPreview } from './preview/push_preview';
import { PullPanel } from './pull/pull_panel';
import { PauseNote } from './pause_note';
import { ProblemList } from './problem_list';
import { RunProgress } from './progress';
import { PushButton } from './push_button';
import { usePushes, useRun, useRuns } from './push_context';
import { QueuedHere } from './queue/queue_callout';
import { useQueueState } from './queue/queue_context';
import type { Choices } from './runs';
import { Settle } from './settle';
import { StatusLine } from './status_line';
import type { Planned } from './use_plan';

interface Props {
  current: OpenCase;
  choice: Choice;
  planned: Planned;
  onShowPlan: () => void;
}

/** What a push would run into; the rest stands at its field and in the plan. */
const isSaidHere = ({ severity, code }: Problem) => severity === 'error' || code === 'FIELD_READ_ONLY';

/** Where the case goes, how it stands there, and the button that sends it. */
export function PushPanel(props: Props) {
  const { current, choice } = props;
  const { connector } = choice;
  const state = usePanelState(props);
  const heading = useRef<HTMLHeadingElement>(null);
  const runState = useRun(current.view.id)?.state;
  useEffect(() => {
    // The button that had the focus is gone: stay here, not at the top of the page.
    if (runState && document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [runState]);

  return (
    <EuiPanel hasBorder hasShadow={false} grow={false}>
      <section aria-labelledby="push-heading">
        <EuiTitle size="xs">
          <h2 id="push-heading" ref={heading} tabIndex={-1} css={{ outline: 'none' }}>
            External incident
          </h2>
        </EuiTitle>
        <EuiSpacer size="m" />
        <ConnectorOfCase choice={choice} isLocked={isBeingPushed(state)} />
        {choice.error && <ErrorCallout title="The choice was not saved" error={choice.error} />}
        {connector && (
          <Asking url={connector.config.apiUrl}>
            <PushOfCase {...props} connector={connector} state={state} />
          </Asking>
        )}
      </section>
    </EuiPanel>
  );
}

function usePanelState({ current, choice, planned }: Props): PanelState {
  const caseId = current.view.id;
  return panelStateOf({
    caseId,
    connectorId: choice.connector?.id ?? '',
    run: useRun(caseId),
    other: useRuns(({ others }) => others[caseId]?.state ?? null),
    isQueued: useQueueState(({ items }) => items.some((it) => it.caseId === caseId && !it.result)),
    interrupted: useInterrupted().list,
    status: planned.status,
  });
}

function PushOfCase(props: Props & { connector: StoredConnector; state: PanelState }) {
  const { current, connector, planned, state } = props;
  const caseId = current.view.id;
  const { push, clear } = usePushes();
  const { dismiss } = useInterrupted();
  const named = useWithAuthors(caseId);
  const type = useConnectorTypes().find(({ id }) => id === connector.type);
  const nameOf = (field: string) => fieldName(field, connector, type);
  const run = runOf(useRun(caseId), connector.id);
  const [isPreviewed, setIsPreviewed] = useState(false);
  const problems = planned.status?.state === 'upToDate' ? [] : (planned.plan?.problems ?? []);
  const isHeld = problems.some(({ severity }) => severity === 'error');
  const pushWith = (choices?: Choices) => void push(current, connector, choices);

  const body = () => {
    switch (state.kind) {
      case 'running':
        return <RunProgress caseId={caseId} isStopping={state.isStopping} />;
      case 'elsewhere':
        return <OtherTab caseId={caseId} />;
      case 'queued':
        return <QueuedHere />;
      case 'interrupted':
        return <InterruptedHere interrupted={state.interrupted} />;
      case 'toSettle':
        return (
          <Settle
            current={current}
            connector={connector}
            status={planned.status}
            run={run}
            onPush={(settle) => pushWith(settle && { settle })}
          />
        );
      case 'asksAboutRemote':
        // The outcome below asks it.
        return null;
      case 'idle':
        return (
          <PushButton
            connector={connector}
            status={planned.status}
            isHeld={isHeld}
            onPush={() => pushWith()}
            onPreview={() => setIsPreviewed(true)}
          />
        );
    }
  };

  return (
    <>
      <EuiSpacer size="m" />
      {planned.error && <ErrorCallout title="This case cannot be pushed" error={planned.error} />}
      {!planned.error && showsStatus(state) && (
        <StatusLine planned={planned} nameOf={nameOf} onShowPlan={props.onShowPlan} />
      )}
      {connector.isMissingSecrets && type && asksForSecret(state) && (
        <>
          <EuiSpacer size="m" />
          <EuiCallOut title="Enter the secret again" color="warning" iconType="lock" size="s" heading="h3">
            <SecretsForm connector={connector} type={type} />
          </EuiCallOut>
        </>
      )}
      <PauseNote connector={connector} moment={run?.state} />
      <EuiSpacer size="m" />
      {state.kind === 'idle' && <ProblemList problems={problems.filter(isSaidHere)} />}
      {body()}
      {run && (
        <Outcome
          run={run}
          status={planned.status}
          isClosed={current.view.status === 'closed'}
          named={named}
          nameOf={nameOf}
          onPush={pushWith}
          onStop={() => void dismiss({ caseId, connectorId: connector.id }).finally(() => clear(caseId))}
        />
      )}
      {state.endedElsewhere && (
        <>
          <EuiSpacer size="m" />
          <OtherTab caseId={caseId} />
        </>
      )}
      {state.kind === 'idle' && planned.status?.incident && currentPusher() !== 'kibana' && (
        <PullPanel key={connector.id} current={current} connector={connector} />
      )}
      {isPreviewed && (
        <PushPreview
          current={current}
          connector={connector}
          planned={planned}
          onPush={() => pushWith()}
          onClose={() => setIsPreviewed(false)}
        />
      )}
    </>
  );
}

/** In place of the push button: first of all, what was begun is finished. */
function InterruptedHere({ interrupted }: { interrupted: InterruptedPush }) {
  return (
    <EuiCallOut title="A push was not finished" color="warning" iconType="clock" size="s" heading="h3">
      <InterruptedItem interrupted={interrupted} isOnCasePage />
    </EuiCallOut>
  );
}

/** Which connector the case goes to, and the choice of another. */
function ConnectorOfCase({ choice, isLocked }: { choice: Choice; isLocked: boolean }) {
  const { connector } = choice;
  const { connectors } = useConnectors();
  const labels = useConnectorLabels();
  if (currentPusher() === 'kibana') return <ByKibana name={connector?.name ?? null} />;
  if (connectors.length === 0) return <NoConnectors />;
  return (
    <>
      <EuiFormRow label="Connector" fullWidth>
        <SavedSelect
          fullWidth
          disabled={isLocked}
          value={connector?.id ?? ''}
          hasNoInitialSelection={!connector}
          options={connectors.map(({ id, name }) => ({ value: id, text: labels.get(id) ?? name }))}
          onChoose={(id) => void choice.choose(id)}
        />
      </EuiFormRow>
      {!connector && (
        <>
          <EuiSpacer size="m" />
          <EuiText size="s" color="subdued">
            <p>To create and update a case in an external system, select a connector.</p>
          </EuiText>
        </>
      )}
    </>
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
