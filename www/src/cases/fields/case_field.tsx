import { EuiFieldNumber, EuiFieldText, EuiFormRow, EuiSwitch, EuiTextArea } from '@elastic/eui';
import type { CaseField } from 'case-connectors';
import type { ShownError } from '../../shared/error';

/** One field that a case gives its connector, by its kind. */
export function CaseFieldRow(props: {
  spec: CaseField;
  value: string | boolean;
  error: ShownError | null;
  isLocked: boolean;
  onChange: (value: string | boolean) => void;
}) {
  const { spec, value, error, onChange } = props;
  const isInvalid = error !== null;
  const common = { fullWidth: true, disabled: props.isLocked, isInvalid };
  const text = typeof value === 'string' ? value : '';
  const typed = (event: { target: { value: string } }) => onChange(event.target.value);

  const control = () => {
    switch (spec.kind) {
      case 'flag':
        return (
          <EuiSwitch
            label={spec.label}
            disabled={props.isLocked}
            checked={value === true}
            onChange={(event) => onChange(event.target.checked)}
          />
        );
      case 'number':
        return <EuiFieldNumber {...common} step={1} value={text} onChange={typed} />;
      case 'json':
        return <EuiTextArea {...common} spellCheck={false} dir="ltr" rows={3} value={text} onChange={typed} />;
      case 'numbers':
      case 'text':
        return <EuiFieldText {...common} spellCheck={false} value={text} onChange={typed} />;
    }
  };

  return (
    <EuiFormRow
      label={spec.kind === 'flag' ? undefined : spec.label}
      hasChildLabel={spec.kind !== 'flag'}
      helpText={spec.help}
      fullWidth
      isInvalid={isInvalid}
      error={error ? `${error.message} ${error.remedy}` : undefined}
    >
      {control()}
    </EuiFormRow>
  );
}
