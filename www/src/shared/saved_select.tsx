import { EuiSelect, type EuiSelectProps } from '@elastic/eui';
import { useState } from 'react';

type Props = Omit<EuiSelectProps, 'value' | 'onChange' | 'onBlur'> & {
  /** What is stored. */
  value: string;
  onChoose: (value: string) => void;
};

/**
 * A native list whose choice is stored as it is made. It shows what was chosen at once, and until somebody leaves it: what is stored
 * follows later, and must not set back whoever goes through the choices with the arrows.
 */
export function SavedSelect({ value, onChoose, ...rest }: Props) {
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <EuiSelect
      {...rest}
      value={chosen ?? value}
      onChange={({ target }) => {
        setChosen(target.value);
        onChoose(target.value);
      }}
      onBlur={() => setChosen(null)}
    />
  );
}
