import { EuiButtonEmpty, EuiFieldText, EuiFormRow, EuiSelect, EuiSpacer, EuiSwitch, EuiText } from '@elastic/eui';
import type { ConnectorDraft, FormField, FormValue, Problem } from 'case-connectors';
import { useId } from 'react';
import { useEngine } from '../core/engine';
import { SecretInput } from '../vault/secret_input';

/** One field of a form, by its kind. */
export function Field(props: {
  field: FormField;
  draft: ConnectorDraft;
  problems: Problem[];
  /** Whether a secret is kept when nothing is typed. */
  isKept: boolean;
  onChange: (value: FormValue) => void;
  onLeave: () => void;
}) {
  const { field, problems, onChange, onLeave } = props;
  const { api } = useEngine();
  const id = useId();
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  const warnings = problems.filter(({ severity }) => severity === 'warning').map(({ message }) => message);
  const suggestion = problems.map((problem) => problem.suggestion).find((it) => it !== null);
  const value = api.getValue(props.draft, field.path) ?? field.default;
  const common = {
    'data-path': field.path,
    isInvalid: errors.length > 0,
    onBlur: onLeave,
    fullWidth: true,
    // Not `required`: a browser would mark an empty field as wrong before anybody has typed.
    'aria-required': field.required && !props.isKept,
  };
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const help = props.isKept ? `${field.help} Leave it empty to keep the stored one.` : field.help;

  const control = () => {
    switch (field.kind) {
      case 'secret':
        return <SecretInput {...common} value={text} onChange={onChange} />;
      case 'select':
        return (
          <EuiSelect
            {...common}
            options={(field.choices ?? []).map(({ value, label }) => ({ value, text: label }))}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
        );
      case 'flag':
        return (
          <EuiSwitch
            data-path={field.path}
            label={field.label}
            checked={value === true}
            onBlur={onLeave}
            onChange={(event) => onChange(event.target.checked)}
          />
        );
      case 'url':
      case 'text':
        return (
          <EuiFieldText
            {...common}
            inputMode={field.kind === 'url' ? 'url' : 'text'}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
        );
    }
  };

  return (
    <>
      <EuiFormRow
        id={id}
        label={field.kind === 'flag' ? undefined : field.label}
        helpText={help}
        error={errors}
        isInvalid={errors.length > 0}
        fullWidth
        hasChildLabel={field.kind !== 'flag'}
      >
        {control()}
      </EuiFormRow>
      {warnings.map((warning) => (
        <Warning key={warning} text={warning} />
      ))}
      {suggestion !== undefined && suggestion !== null && (
        <Suggestion field={field} value={suggestion} onUse={() => onChange(suggestion)} />
      )}
      <EuiSpacer size="m" />
    </>
  );
}

/** The value that is most likely meant, for one click; of a choice its label. */
export function Suggestion(props: { field: FormField | undefined; value: string; onUse: () => void }) {
  const choice = props.field?.choices?.find(({ value }) => value === props.value);
  return (
    <EuiButtonEmpty size="xs" flush="left" iconType="checkCircleFill" onClick={props.onUse}>
      Use {choice?.label ?? props.value}
    </EuiButtonEmpty>
  );
}

function Warning({ text }: { text: string }) {
  return (
    <EuiText size="xs" color="warning" css={{ marginTop: 4 }}>
      <p>{text}</p>
    </EuiText>
  );
}
