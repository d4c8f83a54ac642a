import { EuiFormRow, EuiSpacer } from '@elastic/eui';
import { SecretInput } from './secret_input';

export interface Passphrase {
  passphrase: string;
  again: string;
}

/** A passphrase, twice: a mistyped one could never be found out. */
export function PassphraseFields(props: {
  /** Whether it takes the place of another. */
  isNew: boolean;
  value: Passphrase;
  isDifferent: boolean;
  onChange: (value: Passphrase) => void;
}) {
  const { value, isDifferent, onChange } = props;
  return (
    <>
      <EuiSpacer size="s" />
      <EuiFormRow
        label={props.isNew ? 'New passphrase' : 'Passphrase'}
        helpText="At least 12 characters. Several words are easier to remember than signs."
        fullWidth
      >
        <SecretInput value={value.passphrase} onChange={(passphrase) => onChange({ ...value, passphrase })} />
      </EuiFormRow>
      <EuiFormRow
        label="Passphrase once more"
        fullWidth
        isInvalid={isDifferent}
        error={isDifferent ? 'The two are not the same.' : undefined}
      >
        <SecretInput value={value.again} isInvalid={isDifferent} onChange={(again) => onChange({ ...value, again })} />
      </EuiFormRow>
    </>
  );
}
