import { EuiFilterButton, EuiPopover, EuiSelectable, type EuiSelectableOption } from '@elastic/eui';
import { useState } from 'react';

/** One filter of the list: the values that occur, of which several may be chosen. */
export function Filter(props: {
  name: string;
  options: { value: string; label: string; count: number }[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  const { name, chosen } = props;
  const [isOpen, setIsOpen] = useState(false);
  // What is chosen stays there to be taken back, even where no case has it any more.
  const gone = chosen.filter((value) => !props.options.some((it) => it.value === value));
  const all = [...props.options, ...gone.map((value) => ({ value, label: value, count: 0 }))];
  const options: EuiSelectableOption[] = all.map(({ value, label, count }) => ({
    key: value,
    label,
    append: <span aria-hidden>{count}</span>,
    checked: chosen.includes(value) ? 'on' : undefined,
  }));
  return (
    <EuiPopover
      isOpen={isOpen}
      closePopover={() => setIsOpen(false)}
      panelPaddingSize="none"
      aria-label={`Filter by ${name.toLowerCase()}`}
      button={
        <EuiFilterButton
          iconType="chevronSingleDown"
          isSelected={isOpen}
          hasActiveFilters={chosen.length > 0}
          numActiveFilters={chosen.length}
          onClick={() => setIsOpen(!isOpen)}
        >
          {name}
        </EuiFilterButton>
      }
    >
      <EuiSelectable
        aria-label={name}
        options={options}
        searchable
        searchProps={{ placeholder: 'Search', compressed: true }}
        emptyMessage="No case has one."
        onChange={(options) =>
          props.onChange(options.filter(({ checked }) => checked === 'on').map(({ key }) => key ?? ''))
        }
      >
        {(list, search) => (
          <div css={{ inlineSize: 240 }}>
            {search}
            {list}
          </div>
        )}
      </EuiSelectable>
    </EuiPopover>
  );
}
