import { EuiTextArea } from '@elastic/eui';
import { useState } from 'react';
import type { Names } from './choice_box';

const written = (value: unknown) => (value === null || value === undefined ? '' : JSON.stringify(value, null, 2));

/** Raw JSON. What is none stays as it was typed, and is not taken over. */
export function JsonBox(props: {
  names: Names;
  value: unknown;
  isLocked: boolean;
  isInvalid: boolean;
  onChange: (value: unknown) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const change = (text: string) => {
    setTyped(text);
    if (text.trim() === '') return props.onChange(null);
    try {
      props.onChange(JSON.parse(text));
    } catch {
      // Said by the row: the text is red until it can be read.
    }
  };
  const text = typed ?? written(props.value);
  return (
    <EuiTextArea
      fullWidth
      rows={3}
      spellCheck={false}
      dir="ltr"
      {...props.names}
      disabled={props.isLocked}
      isInvalid={props.isInvalid || !isJson(text)}
      value={text}
      onChange={(event) => change(event.target.value)}
    />
  );
}

function isJson(text: string): boolean {
  try {
    return text.trim() === '' || JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}
