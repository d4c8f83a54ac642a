import { EuiFieldPassword } from '@elastic/eui';
import { useEffect, useRef } from 'react';

/**
 * A password field whose value never becomes an attribute of the page: React would write a controlled value into the
 * DOM, where anything that reads the markup finds it.
 */
export function SecretInput(props: {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  isInvalid?: boolean;
  'aria-required'?: boolean;
  autoFocus?: boolean | undefined;
  id?: string;
  'data-path'?: string;
  'aria-describedby'?: string;
}) {
  const { value, onChange, autoFocus = false, ...rest } = props;
  const input = useRef<HTMLInputElement | null>(null);
  useEffect(() => {
    if (input.current && input.current.value !== value) input.current.value = value;
  }, [value]);
  return (
    <EuiFieldPassword
      {...rest}
      autoFocus={autoFocus}
      type="dual"
      fullWidth
      autoComplete="new-password"
      inputRef={input}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
