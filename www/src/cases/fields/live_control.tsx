import { EuiComboBox, EuiFieldNumber, EuiFieldText, EuiSpacer, EuiTextArea } from '@elastic/eui';
import type { LiveChoice, LiveField } from 'case-connectors';
import { ChoiceBox, type Names } from './choice_box';
import { DateBox } from './date_box';
import { JsonBox } from './json_box';

const choice = (value: unknown, label: string): LiveChoice => ({
  value,
  label,
  when: null,
  children: [],
  retired: false,
});
const YES_OR_NO = [choice(true, 'Yes'), choice(false, 'No')];

interface Props {
  field: LiveField;
  labelId: string;
  /** Of the row. */
  id?: string;
  'aria-describedby'?: string;
  connectorId: string;
  value: unknown;
  /** The value of the field that this one depends on. */
  dependsOn: unknown;
  /** JSON that cannot be read. */
  unread: string | null;
  isLocked: boolean;
  isInvalid: boolean;
  onChange: (value: unknown) => void;
  onUnread: (text: string) => void;
}

/** The control of a live field, by its kind. */
export function LiveControl(props: Props) {
  const { field, value, onChange, isLocked, isInvalid, connectorId } = props;
  const names = namesOf(props);
  const common = { fullWidth: true, disabled: isLocked, isInvalid, ...names };
  const text =
    value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const typed = (event: { target: { value: string } }) =>
    onChange(event.target.value === '' ? null : event.target.value);
  const box = { field, connectorId, isLocked, isInvalid, names };

  switch (field.kind) {
    case 'text':
    case 'url':
      return <EuiFieldText {...common} value={text} onChange={typed} />;
    case 'textArea':
      return <EuiTextArea {...common} rows={3} value={text} onChange={typed} />;
    case 'number':
      return (
        <EuiFieldNumber
          {...common}
          step="any"
          value={text}
          onChange={({ target }) => onChange(target.value === '' ? null : Number(target.value))}
        />
      );
    case 'flag':
      return (
        <ChoiceBox
          {...box}
          choices={YES_OR_NO}
          chosen={listOf(value)}
          isSeveral={false}
          onChange={([first]) => onChange(first ?? null)}
        />
      );
    case 'date':
    case 'dateTime':
      return <DateBox {...box} value={value} onChange={onChange} />;
    case 'select':
      return (
        <ChoiceBox
          {...box}
          choices={standing(props)}
          chosen={listOf(value)}
          isSeveral={false}
          onChange={([first]) => onChange(first ?? null)}
        />
      );
    case 'multiSelect':
      return (
        <ChoiceBox
          {...box}
          choices={standing(props)}
          chosen={Array.isArray(value) ? value : listOf(value)}
          isSeveral
          onChange={(values) => onChange(values.length === 0 ? null : values)}
        />
      );
    case 'cascading':
      return <Cascading {...props} />;
    case 'labels':
      return <Labels {...props} />;
    case 'json':
      return <JsonBox {...props} names={names} />;
  }
}

/** How a control is found by its label, and what describes it. */
function namesOf({ id, labelId, 'aria-describedby': describedBy }: Props): Names {
  return { 'aria-labelledby': labelId, ...(id && { id }), ...(describedBy && { 'aria-describedby': describedBy }) };
}

const listOf = (value: unknown) => (value === null || value === undefined || value === '' ? [] : [value]);

/** The choices that stand with the value that decides. */
function standing({ field, dependsOn }: Props): LiveChoice[] {
  if (field.dependsOn === null || dependsOn === null || dependsOn === undefined) return field.choices;
  return field.choices.filter(({ when }) => when === null || when === String(dependsOn));
}

/** Two lists: the second has what lies below the choice of the first. */
function Cascading(props: Props) {
  const { field, value, onChange, isLocked, isInvalid, connectorId } = props;
  const id = (value as { id?: unknown } | null)?.id;
  const parent = field.choices.find((choice) => (choice.value as { id?: unknown } | null)?.id === id);
  const hasChild = typeof value === 'object' && value !== null && 'child' in value;
  const box = { field, connectorId, isLocked, isInvalid, isSeveral: false };
  const names = namesOf(props);
  return (
    <>
      <ChoiceBox
        {...box}
        names={names}
        choices={field.choices}
        chosen={parent ? [parent.value] : listOf(value)}
        onChange={([first]) => onChange(first ?? null)}
      />
      {parent && parent.children.length > 0 && (
        <>
          <EuiSpacer size="xs" />
          <ChoiceBox
            {...box}
            names={{
              'aria-label': `${field.label}: below ${parent.label}`,
              ...(names['aria-describedby'] && { 'aria-describedby': names['aria-describedby'] }),
            }}
            choices={parent.children}
            chosen={hasChild ? [value] : []}
            onChange={([first]) => onChange(first ?? parent.value)}
          />
        </>
      )}
    </>
  );
}

/** Words without spaces, typed one after the other. */
function Labels(props: Props) {
  const { value, onChange, isLocked, isInvalid } = props;
  const words = Array.isArray(value) ? value.map(String) : [];
  return (
    <EuiComboBox
      fullWidth
      noSuggestions
      {...namesOf(props)}
      placeholder="Type a word and press Enter"
      isDisabled={isLocked}
      isInvalid={isInvalid}
      selectedOptions={words.map((label) => ({ label }))}
      onCreateOption={(typed) => onChange([...new Set([...words, ...typed.trim().split(/\s+/)])])}
      onChange={(options) => onChange(options.length === 0 ? null : options.map(({ label }) => label))}
    />
  );
}
