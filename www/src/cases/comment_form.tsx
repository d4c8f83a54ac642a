import { EuiButton, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { AS_TEXT, useDraft } from '../core/drafts';
import { DraftNote } from '../shared/draft_note';
import { LeaveDialog } from '../shared/leave_dialog';
import { ANY, type Seen } from './case_edit';
import { textProblem } from './case_rules';
import { MarkdownEditor } from './markdown_editor';
import { NotSaved, type NotSavedError } from './saving';

/** A text to put at the end of what is typed; `nth` tells one from the next. */
export interface Insert {
  text: string;
  nth: number;
}

/**
 * For a new comment, an edit of one, and the description. It alone has the text, also for what is saved in place of another
 * one. `onSave` answers whether it was saved.
 */
export function CommentForm(props: {
  label: string;
  action: string;
  /** What its draft is kept under. */
  draftKey: string;
  text?: string;
  isLocked: boolean;
  insert?: Insert | null;
  /** Why it was not saved. */
  error: NotSavedError | null;
  onSave: (text: string, seen: Seen<string>) => Promise<boolean>;
  /** Of an edit: it was saved, or is not wanted. */
  onEnd?: () => void;
}) {
  const seen = props.text ?? '';
  const draft = useDraft(props.draftKey, { seen, text: seen }, AS_TEXT);
  const { text, seen: over } = draft.value;
  const [isLeaving, setIsLeaving] = useState(false);
  // The button that had the focus is disabled then: go on in the empty editor.
  const [focuses, setFocuses] = useState(0);
  const { insert } = props;
  const inserted = useRef(insert?.nth);
  useEffect(() => {
    if (!insert || inserted.current === insert.nth) return;
    inserted.current = insert.nth;
    const before = latest.current.trimEnd();
    draft.set((now) => ({ ...now, text: before ? `${before}\n\n${insert.text}` : insert.text }));
    setFocuses((focuses) => focuses + 1);
  });
  const isEmpty = text.trim() === '';
  const problem = textProblem(text);
  // A second click while it is saved would make a second comment.
  const isSaving = useRef(false);
  const latest = useRef(text);
  latest.current = text;
  const isLocked = isEmpty || problem !== undefined || props.isLocked;
  const save = async (over: Seen<string>) => {
    if (isLocked || isSaving.current) return;
    isSaving.current = true;
    const isSaved = await props.onSave(text, over).finally(() => {
      isSaving.current = false;
    });
    if (!isSaved) return;
    // What was typed while it was saved stays, and is now an edit of what was saved.
    if (latest.current === text) end();
    else if (props.onEnd) draft.set((now) => ({ ...now, seen: text }));
    setFocuses((focuses) => focuses + 1);
  };
  const end = () => {
    draft.clear();
    props.onEnd?.();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(over);
  };
  return (
    <form onSubmit={submit} noValidate aria-label={props.label}>
      {draft.isRestored && <DraftNote onDiscard={draft.clear} />}
      <MarkdownEditor
        label={props.label}
        value={text}
        error={problem}
        onChange={(text) => draft.set((now) => ({ ...now, text }))}
        autoFocus={props.text !== undefined && !draft.isRestored}
        focuses={focuses}
      />
      <EuiSpacer size="s" />
      <EuiFlexGroup gutterSize="s" responsive={false} justifyContent="flexEnd">
        {props.onEnd && (
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty size="s" onClick={() => (draft.isDirty ? setIsLeaving(true) : end())}>
              Cancel
            </EuiButtonEmpty>
          </EuiFlexItem>
        )}
        <EuiFlexItem grow={false}>
          <EuiButton type="submit" size="s" isDisabled={isLocked}>
            {props.action}
          </EuiButton>
        </EuiFlexItem>
      </EuiFlexGroup>
      <NotSaved error={props.error} isLocked={isLocked} onOverwrite={() => void save(ANY)} onKeep={end} />
      {isLeaving && <LeaveDialog onLeave={end} onStay={() => setIsLeaving(false)} />}
    </form>
  );
}
