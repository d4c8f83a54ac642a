import { EuiCheckableCard, EuiSpacer, EuiText, EuiTitle, useGeneratedHtmlId } from '@elastic/eui';
import { BusyButton } from '../shared/busy_button';
import type { VaultOptions } from 'case-connectors';
import { useState, type FormEvent } from 'react';
import { useEngine } from '../core/engine';
import { useToast } from '../core/toasts';
import { useConnectors } from '../core/stored_connectors';
import { toDetails, type ShownError } from '../shared/error';
import { ErrorAnswer } from '../shared/error_callout';
import { useGate } from './gate';
import { LEVELS, type Level } from './levels';
import { PassphraseFields, type Passphrase } from './passphrase_fields';

const EMPTY: Passphrase = { passphrase: '', again: '' };

/** Changes where secrets are kept, or makes a new key for the same place. */
export function LevelForm() {
  const { connectors: store, keeps } = useEngine();
  const { vault, reload } = useConnectors();
  const { withSecrets } = useGate();
  const toast = useToast();
  const name = useGeneratedHtmlId({ prefix: 'level' });
  const [chosen, setChosen] = useState<Level>(vault.level);
  const [passphrase, setPassphrase] = useState(EMPTY);
  const [isDifferent, setIsDifferent] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ShownError | null>(null);
  const isSame = chosen === vault.level;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    if (chosen === 'passphrase' && passphrase.passphrase !== passphrase.again) return setIsDifferent(true);
    const options: VaultOptions =
      chosen === 'passphrase' ? { level: chosen, passphrase: passphrase.passphrase } : { level: chosen };
    setIsBusy(true);
    try {
      await withSecrets(() => store.setVault(options));
      setPassphrase(EMPTY);
      const title = isSame ? 'The secrets have a new key' : 'Secrets are kept as you chose';
      toast({ title, color: 'success', iconType: 'check' });
      await reload();
    } catch (error) {
      setError(toDetails(error));
    }
    setIsBusy(false);
  };

  return (
    <form
      onSubmit={(event) => void submit(event)}
      noValidate
      aria-label="Where secrets are kept"
      css={{ maxWidth: 720 }}
    >
      <fieldset>
        <legend>
          <EuiTitle size="s">
            <h2>Where secrets are kept</h2>
          </EuiTitle>
        </legend>
        <EuiSpacer size="m" />
        {LEVELS.map(({ level, label, about }) => (
          <EuiCheckableCard
            key={level}
            id={`${name}-${level}`}
            name={name}
            value={level}
            label={<strong>{label}</strong>}
            checked={chosen === level}
            // Without storage there is nothing to seal.
            disabled={!keeps && level !== 'memory'}
            onChange={() => {
              setChosen(level);
              setError(null);
            }}
            css={{ marginBottom: 12 }}
          >
            <EuiText size="s" color="subdued">
              <p>{about}</p>
            </EuiText>
          </EuiCheckableCard>
        ))}
      </fieldset>
      {chosen === 'passphrase' && (
        <PassphraseFields
          isNew={isSame}
          value={passphrase}
          isDifferent={isDifferent}
          onChange={(value) => {
            setPassphrase(value);
            setIsDifferent(false);
            setError(null);
          }}
        />
      )}
      {error && (
        <>
          <EuiSpacer size="m" />
          <ErrorAnswer title="Nothing was changed" error={error} />
        </>
      )}
      <EuiSpacer size="m" />
      {!(isSame && chosen === 'memory') && (
        <BusyButton type="submit" fill={!isSame} isLoading={isBusy}>
          {isSame ? 'Make a new key' : 'Keep them this way'}
        </BusyButton>
      )}
    </form>
  );
}
