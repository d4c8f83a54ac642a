import { EuiButton, EuiButtonEmpty, EuiSpacer, EuiText } from '@elastic/eui';
import type { PushOutcome, RemoteChoices } from 'case-connectors';
import { useState } from 'react';
import { ConfirmDialog } from '../shared/confirm_dialog';
import { ErrorCallout } from '../shared/error_callout';
import { Claims } from './claims';
import { Drift } from './drift';
import { REMOTE_CHANGES, type RemoteOption } from './remote_questions';
import type { ShownError } from '../shared/error';

/** The incident is no longer as the last push left it: a person chooses how the push goes on. */
export function RemoteChanged(props: {
  outcome: PushOutcome;
  connectorId: string;
  nameOf: (field: string) => string;
  error: ShownError;
  onChoose: (choice: RemoteChoices) => void;
  onStop: () => void;
}) {
  const { error, onChoose } = props;
  const [asked, setAsked] = useState<RemoteOption | null>(null);
  const change = REMOTE_CHANGES[error.code];
  if (!change) return null;
  return (
    <ErrorCallout title={change.title} color="warning" error={error}>
      {change.hint && (
        <EuiText size="s">
          <p>{change.hint}</p>
        </EuiText>
      )}
      <Drift drift={props.outcome.drift} nameOf={props.nameOf} />
      <Claims claims={props.outcome.claims} connectorId={props.connectorId} onKnown={() => onChoose({})} />
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
