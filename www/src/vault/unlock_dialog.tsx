import {
  EuiButtonEmpty,
  EuiFormRow,
  EuiModal,
  EuiModalBody,
  EuiModalFooter,
  EuiModalHeader,
  EuiModalHeaderTitle,
  EuiSpacer,
  EuiText,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { BusyButton } from '../shared/busy_button';
import { useState, type FormEvent } from 'react';
import { useEngine } from '../core/engine';
import { SecretInput } from './secret_input';
import { useConnectors } from '../core/stored_connectors';
import { toDetails, type ShownError } from '../shared/error';

/** Asks for the passphrase. */
export function UnlockDialog({ onEnd }: { onEnd: (isUnlocked: boolean) => void }) {
  const { connectors: store } = useEngine();
  const { reload } = useConnectors();
  const titleId = useGeneratedHtmlId();
  const formId = useGeneratedHtmlId();
  const [passphrase, setPassphrase] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ShownError | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    try {
      await store.unlock(passphrase);
      await reload();
      onEnd(true);
    } catch (error) {
      setError(toDetails(error));
      setIsBusy(false);
    }
  };

  return (
    <EuiModal aria-labelledby={titleId} onClose={() => onEnd(false)} css={{ inlineSize: 480 }}>
      <EuiModalHeader>
        <EuiModalHeaderTitle id={titleId}>Unlock the secrets</EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
        <EuiText size="s">
          <p>The secrets of the connectors are sealed with a passphrase.</p>
        </EuiText>
        <EuiSpacer size="m" />
        <form id={formId} onSubmit={(event) => void submit(event)} noValidate aria-label="Unlock the secrets">
          <EuiFormRow
            label="Passphrase"
            fullWidth
            isInvalid={error !== null}
            error={error && `${error.message} ${error.remedy}`}
            helpText="If it is lost, nobody can recover it: wipe the secrets on the Secrets page, and enter them again."
          >
            <SecretInput
              value={passphrase}
              isInvalid={error !== null}
              autoFocus
              onChange={(passphrase) => {
                setPassphrase(passphrase);
                setError(null);
              }}
            />
          </EuiFormRow>
        </form>
      </EuiModalBody>
      <EuiModalFooter>
        <EuiButtonEmpty onClick={() => onEnd(false)}>Cancel</EuiButtonEmpty>
        <BusyButton type="submit" form={formId} fill isLoading={isBusy}>
          Unlock
        </BusyButton>
      </EuiModalFooter>
    </EuiModal>
  );
}
