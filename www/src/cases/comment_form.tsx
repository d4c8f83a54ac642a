import { EuiButton, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import { useRef, useState, type FormEvent } from 'react';
import { MarkdownEditor } from './markdown_editor';

/** For a new comment, an edit of one, and the description. `onSave` answers whether it was saved. */
export function CommentForm(props: {
  label: string;
  action: string;
  text?: string;
  isLocked: boolean;
  onSave: (text: string) => Promise<boolean>;
  onCancel?: () => void;
}) {
  const [text, setText] = useState(props.text ?? '');
  // The button that had the focus is disabled then: go on in the empty editor.
  const [focuses, setFocuses] = useState(0);
  const isEmpty = text.trim() === '';
  // A second click while it is saved would make a second comment.
  const isSaving = useRef(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (isEmpty || isSaving.current) return;
    isSaving.current = true;
    const isSaved = await props.onSave(text).finally(() => {
      isSaving.current = false;
    });
    if (!isSaved) return;
    setText((now) => (now === text ? '' : now));
    setFocuses((focuses) => focuses + 1);
  };
  return (
    <form onSubmit={(event) => void save(event)} noValidate aria-label={props.label}>
      <MarkdownEditor
        label={props.label}
        value={text}
        onChange={setText}
        autoFocus={props.text !== undefined}
        focuses={focuses}
      />
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
