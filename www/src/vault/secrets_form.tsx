import { EuiButton, EuiFormRow, EuiSpacer, EuiText } from '@elastic/eui';
import type { ConnectorType, StoredConnector } from 'case-connectors';
import { useState, type FormEvent } from 'react';
import { useEngine } from '../core/engine';
import { refusedLogins } from '../core/refused_logins';
import { toDetails, type ShownError } from '../shared/error';
import { ErrorAnswer } from '../shared/error_callout';
import { useGate } from './gate';
import { shortOf } from './levels';
import { SecretInput } from './secret_input';
import { useConnectors } from '../core/stored_connectors';

/** Takes the secret of a stored connector, which a reload has forgotten. */
export function SecretsForm(props: {
  connector: StoredConnector;
  type: ConnectorType;
  autoFocus?: boolean;
  onTaken?: () => void;
}) {
  const { connector, type } = props;
  const { api, connectors: store } = useEngine();
  const { vault, reload } = useConnectors();
  const { withSecrets } = useGate();
  const fields = [...type.fields, ...type.advanced].filter(({ secret }) => secret);
  const [secrets, setSecrets] = useState<{ [key: string]: string }>({});
  const [problems, setProblems] = useState<{ [path: string]: string[] }>({});
  const [error, setError] = useState<ShownError | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const draft = { ...connector, secrets };
    const found = Object.fromEntries(
      fields.map(({ path }) => [
        path,
        api.validateField(draft, path, { existing: connector }).map(({ message }) => message),
      ]),
    );
    setProblems(found);
    if (Object.values(found).some((messages) => messages.length > 0)) return;
    try {
      await withSecrets(() => store.setSecrets(connector.id, secrets));
      refusedLogins.forget(connector.id);
      await reload();
      props.onTaken?.();
    } catch (error) {
      setError(toDetails(error));
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={`Secret of ${connector.name}`}>
      <EuiText size="s">
        <p>{shortOf(vault)}</p>
      </EuiText>
      <EuiSpacer size="s" />
      {fields.map(({ key, path, label }, at) => (
        <EuiFormRow key={path} label={label} fullWidth isInvalid={!!problems[path]?.length} error={problems[path]}>
          <SecretInput
            value={secrets[key] ?? ''}
            isInvalid={!!problems[path]?.length}
            autoFocus={props.autoFocus && at === 0}
            onChange={(value) => setSecrets((secrets) => ({ ...secrets, [key]: value }))}
          />
        </EuiFormRow>
      ))}
      {error && (
        <>
          <EuiSpacer size="s" />
          <ErrorAnswer title="The secret was not taken" error={error} />
        </>
      )}
      <EuiSpacer size="s" />
      <EuiButton type="submit" size="s" color="warning" fill>
        Use this secret
      </EuiButton>
    </form>
  );
}
