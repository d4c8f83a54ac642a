import { EuiButton, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiFormRow, EuiSpacer, EuiTextArea } from '@elastic/eui';
import { useRef, useState, type FormEvent } from 'react';

/** For a new comment, and for an edit. */
export function CommentForm(props: {
  label: string;
  action: string;
  text?: string;
  isLocked: boolean;
  onSave: (text: string) => void;
  onCancel?: () => void;
}) {
  const [text, setText] = useState(props.text ?? '');
  const area = useRef<HTMLTextAreaElement>(null);
  const isEmpty = text.trim() === '';
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (isEmpty) return;
    props.onSave(text);
    setText('');
    area.current?.focus();
  };
  return (
    <form onSubmit={save} noValidate>
      <EuiFormRow label={props.label} fullWidth helpText="Markdown is understood.">
        <EuiTextArea
          fullWidth
          rows={4}
          resize="vertical"
          inputRef={area}
          value={text}
          autoFocus={props.text !== undefined}
          onChange={(event) => setText(event.target.value)}
        />
      </EuiFormRow>
      <EuiSpacer size="s" />
      <EuiFlexGroup gutterSize="s" responsive={false} justifyContent="flexEnd">
        {props.onCancel && (
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty size="s" onClick={props.onCancel}>
              Cancel
            </EuiButtonEmpty>
          </EuiFlexItem>
        )}
        <EuiFlexItem grow={false}>
          <EuiButton type="submit" size="s" isDisabled={isEmpty || props.isLocked}>
            {props.action}
          </EuiButton>
        </EuiFlexItem>
      </EuiFlexGroup>
    </form>
  );
}
