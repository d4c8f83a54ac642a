import { EuiButton, EuiButtonEmpty, EuiFieldText, EuiFormRow, EuiLink, EuiSpacer, EuiText } from '@elastic/eui';
import type { PushStatus, Settlement, StoredConnector } from 'case-connectors';
import { useState, type FormEvent } from 'react';
import type { OpenCase } from '../cases/cases';
import { ErrorCallout } from '../shared/error_callout';
import { BackOnline } from './offline';
import { isUnreadable } from './panel_state';
import type { Run } from './runs';
import type { ShownError } from '../shared/error';
import { CaseName } from '../shared/visible';

/** Asks a person to look, and takes their answer. */
export function Settle(props: {
  current: OpenCase;
  connector: StoredConnector;
  status: PushStatus | null;
  run: Run | null;
  onPush: (settle?: Settlement) => void;
}) {
  const { connector, status, run, onPush } = props;
  const [isLinking, setIsLinking] = useState(false);
  const comments = isUnreadable(run);
  const isCreate = !comments && !status?.incident;
  // A push that was stopped, or could not read, has not looked: looking comes first then.
  const error = errorOf(run) ?? STILL_UNKNOWN;
  const hasLooked = run !== null && (error.code === 'OUTCOME_UNKNOWN' || comments);
  const isBlocked = connector.isMissingSecrets;
  // Whoever has no network cannot look either; once there is one, the push looks first.
  const url = status?.incident?.url || String(connector.config.apiUrl ?? '');

  if (error.code === 'OFFLINE') return <BackOnline onBack={() => onPush()} />;
  return (
    <ErrorCallout title="Somebody has to look" color="warning" error={error}>
      <EuiText size="s">
        <p>
          {comments ? 'Are the comments of this case in the incident? ' : 'Was it carried out? '}
          Look in{' '}
          <EuiLink href={url} target="_blank" rel="noreferrer noopener">
            {status?.incident?.title || connector.name}
          </EuiLink>
          {isCreate && (
            <>
              {' '}
              for an incident named “<CaseName title={props.current.view.title} />”
            </>
          )}
          .
        </p>
      </EuiText>
      <EuiSpacer size="s" />
      {isLinking ? (
        <LinkForm onLink={onPush} onCancel={() => setIsLinking(false)} />
      ) : (
        <>
          {!hasLooked && (
            <>
              <EuiButton size="s" fullWidth fill color="warning" isDisabled={isBlocked} onClick={() => onPush()}>
                Let the push look
              </EuiButton>
              <EuiSpacer size="s" />
            </>
          )}
          <EuiButton
            size="s"
            fullWidth
            color="warning"
            isDisabled={isBlocked}
            onClick={() => (isCreate ? setIsLinking(true) : onPush({ kind: 'there' }))}
          >
            It is there: link it
          </EuiButton>
          <EuiSpacer size="s" />
          <EuiButton
            size="s"
            fullWidth
            color="warning"
            isDisabled={isBlocked}
            onClick={() => onPush({ kind: 'notThere' })}
          >
            It is not there: send it again
          </EuiButton>
          {hasLooked && (
            <>
              <EuiSpacer size="s" />
              <EuiButtonEmpty size="s" color="warning" isDisabled={isBlocked} onClick={() => onPush()}>
                Let the push look once more
              </EuiButtonEmpty>
            </>
          )}
        </>
      )}
    </ErrorCallout>
  );
}

function LinkForm({ onLink, onCancel }: { onLink: (settle: Settlement) => void; onCancel: () => void }) {
  const [id, setId] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (id.trim() === '') return setIsWrong(true);
    onLink({ kind: 'there', externalId: id.trim() });
  };
  return (
    <form onSubmit={submit} noValidate aria-label="Link the incident">
      <EuiFormRow
        label="Number or key of the incident"
        helpText="What people call it, such as INC0010001 or SOC-1."
        isInvalid={isWrong}
        error={isWrong ? 'The number or key is required.' : undefined}
      >
        <EuiFieldText
          value={id}
          autoFocus
          isInvalid={isWrong}
          onChange={(event) => {
            setId(event.target.value);
            setIsWrong(false);
          }}
        />
      </EuiFormRow>
      <EuiSpacer size="m" />
      <EuiButton type="submit" size="s" color="warning" fill>
        Link it
      </EuiButton>
      <EuiButtonEmpty size="s" color="warning" onClick={onCancel}>
        Cancel
      </EuiButtonEmpty>
    </form>
  );
}

function errorOf(run: Run | null): ShownError | null {
  return run?.state === 'ended' ? run.outcome.error : null;
}

/** After a reload only the journal knows of it. */
const STILL_UNKNOWN: ShownError = {
  code: 'OUTCOME_UNKNOWN',
  message: 'It is not known whether the last request of an earlier push was carried out.',
  remedy: 'Let the push look, or look in the system yourself: then link it, or send it again.',
  field: null,
  status: null,
  remote: null,
};
