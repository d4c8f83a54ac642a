import { EuiComboBox, type EuiComboBoxOptionOption } from '@elastic/eui';
import type { LiveChoice, LiveField } from 'case-connectors';
import { useState } from 'react';
import { keepName, labelOf, nameOf } from './names';
import { useSearch } from './use_search';

/** What names a control, and what describes it. */
export interface Names {
  id?: string;
  'aria-label'?: string;
  'aria-labelledby'?: string;
  'aria-describedby'?: string;
}

type Option = EuiComboBoxOptionOption<LiveChoice>;

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** One choice or several, of a list or of what the system finds. */
export function ChoiceBox(props: {
  field: LiveField;
  connectorId: string;
  choices: readonly LiveChoice[];
  /** The values that are chosen. */
  chosen: readonly unknown[];
  isSeveral: boolean;
  isLocked: boolean;
  isInvalid: boolean;
  names: Names;
  onChange: (values: unknown[]) => void;
}) {
  const { field, choices, chosen, onChange } = props;
  const isSearched = field.search !== null && field.choices.length === 0;
  const search = useSearch(props.connectorId, field, isSearched);
  /** What was chosen here, so that a person who was found keeps the name. */
  const [seen, setSeen] = useState<LiveChoice[]>([]);
  const offered = isSearched ? search.found : choices.filter(({ retired }) => !retired);
  const known = [...choices, ...seen, ...search.found];
  const optionOf = (choice: LiveChoice): Option => ({
    label: choice.label,
    key: JSON.stringify(choice.value),
    value: choice,
  });
  const selected = chosen.map((value): Option => {
    const choice = known.find((it) => same(it.value, value));
    const label = (isSearched && nameOf(props.connectorId, value)) || labelOf(value);
    return optionOf(choice ?? { label, value, when: null, children: [], retired: false });
  });
  return (
    <EuiComboBox<LiveChoice>
      fullWidth
      async={isSearched}
      {...props.names}
      placeholder={isSearched ? 'Type to search' : 'Select'}
      isLoading={search.isSearching}
      isDisabled={props.isLocked}
      isInvalid={props.isInvalid}
      singleSelection={props.isSeveral ? false : { asPlainText: true }}
      options={offered.map(optionOf)}
      selectedOptions={selected}
      {...(isSearched && { onSearchChange: search.search, onFocus: () => search.search('') })}
      onChange={(options) => {
        const values = options.flatMap(({ value }) => (value ? [value] : []));
        if (isSearched) for (const { value, label } of values) keepName(props.connectorId, value, label);
        setSeen((before) => [...before, ...values]);
        onChange(values.map(({ value }) => value));
      }}
    />
  );
}
