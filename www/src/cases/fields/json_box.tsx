import { EuiTextArea } from '@elastic/eui';
import { useState } from 'react';
import type { Names } from './choice_box';

const written = (value: unknown) => (value === null || value === undefined ? '' : JSON.stringify(value, null, 2));

/** Raw JSON. What is none stays as it was typed, and is told apart: nothing can be saved with it. */
export function JsonBox(props: {
  names: Names;
  value: unknown;
  /** What was typed and is no JSON. */
  unread: string | null;
  isLocked: boolean;
  isInvalid: boolean;
  onChange: (value: unknown) => void;
  onUnread: (text: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const change = (text: string) => {
    setTyped(text);
    if (text.trim() === '') return props.onChange(null);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return props.onUnread(text);
    }
    props.onChange(value);
  };
  return (
    <EuiTextArea
      fullWidth
      rows={3}
      spellCheck={false}
      dir="ltr"
      {...props.names}
      disabled={props.isLocked}
      isInvalid={props.isInvalid}
      value={props.unread ?? typed ?? written(props.value)}
      onChange={(event) => change(event.target.value)}
    />
  );
}
