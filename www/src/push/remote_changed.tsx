import { EuiButton, EuiButtonEmpty, EuiSpacer } from '@elastic/eui';
import type { PushOutcome, RemoteChoices } from 'case-connectors';
import { useState } from 'react';
import { ErrorCallout } from '../shared/error_callout';
import { Drift } from './drift';
import { RecreateDialog } from './recreate_dialog';
import type { Run } from './store';
import type { ShownError } from '../shared/error';

interface Way {
  label: string;
  choice: RemoteChoices;
  /** It makes a second incident: ask first. */
  recreates?: boolean;
}

interface Change {
  title: string;
  ways: Way[];
}

/** What others did to the incident, and what a person may choose then. */
const CHANGES: { [code: string]: Change } = {
  INCIDENT_EDITED: {
    title: 'Somebody edited the incident',
    ways: [
      { label: 'Overwrite theirs', choice: { ifEdited: 'overwrite' } },
      { label: 'Keep theirs', choice: { ifEdited: 'keep' } },
    ],
  },
  INCIDENT_GONE: {
    title: 'The incident is gone',
    ways: [{ label: 'Create a new incident', choice: { ifGone: 'recreate' }, recreates: true }],
  },
  INCIDENT_CLOSED: {
    title: 'The incident was closed',
    ways: [
      { label: 'Continue in the closed incident', choice: { ifClosed: 'continue' } },
      { label: 'Create a new incident', choice: { ifClosed: 'recreate' }, recreates: true },
    ],
  },
};

/** Whether this error is a question about what others did. */
export function isQuestion(error: ShownError | null): boolean {
  return error !== null && error.code in CHANGES;
}

/** Whether a push has ended with such a question. */
export function asksAboutRemote(run: Run | null): boolean {
  return run?.state === 'ended' && isQuestion(run.outcome.error);
}

/** The incident is no longer as the last push left it: a person chooses how the push goes on. */
export function RemoteChanged(props: {
  outcome: PushOutcome;
  error: ShownError;
  onChoose: (choice: RemoteChoices) => void;
  onStop: () => void;
}) {
  const { error, onChoose } = props;
  const [asked, setAsked] = useState<Way | null>(null);
  const change = CHANGES[error.code];
  if (!change) return null;
  return (
    <ErrorCallout title={change.title} color="warning" error={error}>
      <Drift drift={props.outcome.drift} />
      {change.ways.map((way) => (
        <div key={way.label}>
          <EuiButton
            size="s"
            fullWidth
            color="warning"
            onClick={() => (way.recreates ? setAsked(way) : onChoose(way.choice))}
          >
            {way.label}
          </EuiButton>
          <EuiSpacer size="s" />
        </div>
      ))}
      <EuiButtonEmpty size="s" color="warning" onClick={props.onStop}>
        Stop
      </EuiButtonEmpty>
      {asked && <RecreateDialog onConfirm={() => onChoose(asked.choice)} onClose={() => setAsked(null)} />}
    </ErrorCallout>
  );
}
