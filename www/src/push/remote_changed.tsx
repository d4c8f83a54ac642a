import { EuiButton, EuiButtonEmpty, EuiSpacer } from '@elastic/eui';
import type { PushOutcome, RemoteChoices } from 'case-connectors';
import { useState } from 'react';
import { ConfirmDialog } from '../shared/confirm_dialog';
import { ErrorCallout } from '../shared/error_callout';
import { Drift } from './drift';
import type { Run } from './pushes';
import type { ShownError } from '../shared/error';

interface Option {
  label: string;
  choice: RemoteChoices;
  /** It makes a second incident: ask first. */
  recreates?: boolean;
}

interface Change {
  title: string;
  options: Option[];
}

/** What others did to the incident, and what a person may choose then. */
const CHANGES: { [code: string]: Change } = {
  INCIDENT_EDITED: {
    title: 'Somebody edited the incident',
    options: [
      { label: 'Overwrite theirs', choice: { ifEdited: 'overwrite' } },
      { label: 'Keep theirs', choice: { ifEdited: 'keep' } },
    ],
  },
  INCIDENT_GONE: {
    title: 'The incident is gone',
    options: [{ label: 'Create a new incident', choice: { ifGone: 'recreate' }, recreates: true }],
  },
  INCIDENT_CLOSED: {
    title: 'The incident was closed',
    options: [
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
  const [asked, setAsked] = useState<Option | null>(null);
  const change = CHANGES[error.code];
  if (!change) return null;
  return (
    <ErrorCallout title={change.title} color="warning" error={error}>
      <Drift drift={props.outcome.drift} />
      {change.options.map((option) => (
        <div key={option.label}>
          <EuiButton
            size="s"
            fullWidth
            color="warning"
            onClick={() => (option.recreates ? setAsked(option) : onChoose(option.choice))}
          >
            {option.label}
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

function RecreateDialog(props: { onConfirm: () => void; onClose: () => void }) {
  return (
    <ConfirmDialog
      title="Create a new incident?"
      action="Create it"
      failed="The push could not begin"
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      <p>All comments are sent again, into a new incident. The case leads to the new one from then on.</p>
    </ConfirmDialog>
  );
}
