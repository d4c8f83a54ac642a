import { EuiCallOut, EuiSpacer, EuiText } from '@elastic/eui';
import type { PushOutcome, PushStatus, RemoteChoices } from 'case-connectors';
import type { ShownError } from '../shared/error';
import { ErrorCallout } from '../shared/error_callout';
import { IncidentLink } from '../shared/incident_link';
import { count } from '../shared/time';
import { BackOnline } from './offline';
import { RemoteChanged } from './remote_changed';
import { asksAboutRemote } from './remote_questions';
import { WarningList } from './warning_list';
import type { Choices, Run } from './runs';

/** How the last push ended, until the case is changed. */
export function Outcome(props: {
  run: Run;
  status: PushStatus | null;
  isClosed: boolean;
  /** Calls comments by their authors. */
  named: (text: string) => string;
  /** Calls fields of the incident as an analyst does. */
  nameOf: (field: string) => string;
  onPush: (choices?: Choices) => void;
  onStop: () => void;
}) {
  const { run, status } = props;
  if (run.state === 'running') return null;
  if (run.state === 'refused') {
    return (
      <>
        <EuiSpacer size="m" />
        <ErrorCallout title="The push could not begin" error={run.error} />
      </>
    );
  }
  const { outcome } = run;
  if (outcome.state === 'complete') {
    if (status?.state === 'needsUpdate') return null;
    return (
      <>
        <EuiSpacer size="m" />
        <Complete outcome={outcome} isClosed={props.isClosed} />
        <Warned outcome={outcome} named={props.named} />
      </>
    );
  }
  // An unknown outcome stands above, with the ways to settle it.
  if (outcome.state === 'unknown' || !outcome.error) return null;
  if (asksAboutRemote(run)) {
    return (
      <RemoteChanged
        outcome={outcome}
        connectorId={run.connectorId}
        nameOf={props.nameOf}
        error={outcome.error}
        onChoose={(choice) => props.onPush({ ...remoteChoices(run), ...choice })}
        onStop={props.onStop}
      />
    );
  }
  return (
    <>
      <EuiSpacer size="m" />
      <Stopped outcome={outcome} error={outcome.error} onAgain={() => props.onPush()} />
      <Warned outcome={outcome} named={props.named} />
    </>
  );
}

/** What was decided of the questions before, without what was said of one write: the next may be another one. */
function remoteChoices({ choices }: Run): RemoteChoices {
  const { settle: _, ...remote } = choices;
  return remote;
}

function Stopped(props: { outcome: PushOutcome; error: ShownError; onAgain: () => void }) {
  const { writes } = props.outcome;
  if (props.error.code === 'OFFLINE') return <BackOnline onBack={props.onAgain} />;
  return (
    <ErrorCallout title="The push stopped" error={props.error}>
      {writes > 0 && (
        <EuiText size="s">
          <p>{count(writes, 'step')} done before are kept: the next push goes on from there.</p>
        </EuiText>
      )}
    </ErrorCallout>
  );
}

function Complete({ outcome, isClosed }: { outcome: PushOutcome; isClosed: boolean }) {
  const { externalService: incident, pushedComments, closeCase, warnings } = outcome;
  return (
    <EuiCallOut title="The push is complete" color="success" iconType="check" size="s" role="status" heading="h3">
      <EuiText size="s" css={{ overflowWrap: 'anywhere' }}>
        {incident && (
          <p>
            <IncidentLink title={incident.external_title || incident.external_id} url={incident.external_url} /> has
            everything{warnings.length > 0 && ', except what is said below'}.
          </p>
        )}
        <ul>
          <li>{pushedComments.length === 0 ? 'No comments' : count(pushedComments.length, 'comment')} sent.</li>
          <li>{closing(closeCase, isClosed)}</li>
        </ul>
      </EuiText>
    </EuiCallOut>
  );
}

/** Somebody may have chosen another status while the push was going on, or since. */
function closing(closeCase: boolean, isClosed: boolean): string {
  if (!closeCase) return 'The case was not closed.';
  return isClosed ? 'The case is closed.' : 'The case stays open: somebody chose another status.';
}

/** What a person should know although the push went on. */
function Warned({ outcome: { warnings }, named }: { outcome: PushOutcome; named: (text: string) => string }) {
  if (warnings.length === 0) return null;
  return (
    <>
      <EuiSpacer size="s" />
      <WarningList warnings={warnings} named={named} />
    </>
  );
}
