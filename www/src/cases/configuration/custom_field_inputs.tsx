import { EuiFieldText, EuiFormRow, EuiSwitch } from '@elastic/eui';
import { fieldProblem, shownOf, type Typed } from './fill';
import type { FieldOfConfiguration } from './read';

/** Takes the values of custom fields. */
export function CustomFieldInputs(props: {
  fields: readonly FieldOfConfiguration[];
  typed: Typed;
  /** Whether somebody has tried to create the case: then what is wrong is said. */
  wasSubmitted: boolean;
  onChange: (typed: Typed) => void;
}) {
  const { fields, typed, wasSubmitted } = props;
  return fields.map((field) => {
    const shown = shownOf(field, typed);
    const problem = wasSubmitted ? fieldProblem(field, typed) : undefined;
    const change = (value: string | boolean) => props.onChange({ ...typed, [field.key]: value });
    return typeof shown === 'boolean' ? (
      <EuiFormRow key={field.key}>
        <EuiSwitch
          label={<bdi>{field.label}</bdi>}
          checked={shown}
          onChange={(event) => change(event.target.checked)}
        />
      </EuiFormRow>
    ) : (
      <EuiFormRow
        key={field.key}
        label={
          <>
            <bdi>{field.label}</bdi>
            {field.required && ' (required)'}
          </>
        }
        isInvalid={!!problem}
        error={problem}
      >
        <EuiFieldText
          dir="auto"
          aria-required={field.required}
          inputMode={field.type === 'number' ? 'numeric' : 'text'}
          isInvalid={!!problem}
          value={shown}
          onChange={(event) => change(event.target.value)}
        />
      </EuiFormRow>
    );
  });
}
