import { EuiFormRow, useGeneratedHtmlId } from '@elastic/eui';
import type { LiveField, Problem } from 'case-connectors';
import { LiveControl } from './live_control';

const WHEN = { create: 'required', close: 'required to close', form: 'required in the system’s form' } as const;

const READ_ONLY =
  'The incident takes no change of this: its edit screen lacks the field, or the account may not edit it.';

/** A live field with its label, what is wrong with its value, and what the system did not take of it. */
export function LiveRow(props: {
  field: LiveField;
  connectorId: string;
  value: unknown;
  dependsOn: unknown;
  problems: readonly Problem[];
  /** JSON that cannot be read. */
  unread: string | null;
  /** What the last push has found to be passed over. */
  notTaken: string | null;
  isLocked: boolean;
  onChange: (value: unknown) => void;
  onUnread: (text: string) => void;
}) {
  const { field, problems, notTaken, unread } = props;
  const labelId = useGeneratedHtmlId();
  const isFilled = field.default !== null;
  const isAsked = field.required !== null && !(field.required === 'create' && (isFilled || field.readOnly));
  const mark = isAsked && field.required !== null ? ` (${WHEN[field.required]})` : '';
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  const hints = problems.filter(({ severity }) => severity === 'warning').map(({ message }) => message);
  // The value is the one from before.
  const ofValue = notTaken === null ? errors : [...errors, notTaken];
  const said = unread === null ? ofValue : [`${field.label} is no JSON that can be read.`];
  return (
    <EuiFormRow
      label={<span id={labelId}>{`${field.label}${mark}`}</span>}
      helpText={
        [field.help, field.readOnly ? READ_ONLY : '', ...hints].filter((text) => text !== '').join(' ') || undefined
      }
      fullWidth
      isInvalid={said.length > 0}
      error={said}
    >
      <LiveControl
        field={field}
        labelId={labelId}
        connectorId={props.connectorId}
        value={props.value}
        dependsOn={props.dependsOn}
        unread={unread}
        isLocked={props.isLocked}
        isInvalid={said.length > 0}
        onChange={props.onChange}
        onUnread={props.onUnread}
      />
    </EuiFormRow>
  );
}
