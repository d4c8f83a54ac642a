import {
  EuiButton,
  EuiButtonEmpty,
  EuiButtonIcon,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormRow,
  EuiScreenReaderOnly,
  EuiSpacer,
} from '@elastic/eui';
import { useState, type FormEvent } from 'react';
import { HeadingText } from '../shared/page_heading';
import { useReturnFocus } from '../shared/return_focus';
import { ANY, setField, type Seen } from './case_edit';
import { titleProblem } from './case_rules';
import { NotSaved, useSaving } from './saving';
import type { OpenCase } from './cases';

/** The page's heading, which becomes a form. */
export function CaseTitle({ current, isLocked }: { current: OpenCase; isLocked: boolean }) {
  const { title } = current.view;
  /** The title as the edit began, and what was typed since. */
  const [edit, setEdit] = useState<{ seen: string; draft: string } | null>(null);
  const { save, error, clear } = useSaving(current.key);
  const pencil = useReturnFocus<HTMLButtonElement>(edit !== null);
  const stop = () => {
    clear();
    setEdit(null);
  };

  if (edit === null) {
    return (
      <EuiFlexGroup gutterSize="s" alignItems="flexStart" responsive={false}>
        <EuiFlexItem grow={false} css={{ minWidth: 0 }}>
          <HeadingText title={title} />
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonIcon
            iconType="pencil"
            size="s"
            aria-label="Edit the title"
            buttonRef={pencil}
            isDisabled={isLocked}
            onClick={() => setEdit({ seen: title, draft: title })}
          />
        </EuiFlexItem>
      </EuiFlexGroup>
    );
  }

  const problem = titleProblem(edit.draft);
  const cannotSave = isLocked || problem !== undefined;
  const saveOver = async (seen: Seen<string>) => {
    const title = edit.draft.trim();
    if (!(await save(setField('title', seen, title)))) return;
    // What was typed while it was saved stays.
    setEdit((now) => (now === null || now.draft === edit.draft ? null : { seen: title, draft: now.draft }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!cannotSave) void saveOver(edit.seen);
  };
  return (
    <form onSubmit={submit} noValidate aria-label="Edit title">
      <EuiScreenReaderOnly>
        <h1>{title}</h1>
      </EuiScreenReaderOnly>
      <EuiFormRow label="Title" fullWidth isInvalid={problem !== undefined} error={problem}>
        <EuiFieldText
          fullWidth
          autoFocus
          dir="auto"
          value={edit.draft}
          isInvalid={problem !== undefined}
          onChange={(event) => setEdit({ ...edit, draft: event.target.value })}
          onKeyDown={(event) => event.key === 'Escape' && stop()}
        />
      </EuiFormRow>
      <NotSaved error={error} isLocked={cannotSave} onOverwrite={() => void saveOver(ANY)} onKeep={stop} />
      <EuiSpacer size="s" />
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem grow={false}>
          <EuiButton type="submit" size="s" fill isDisabled={cannotSave}>
            Save title
          </EuiButton>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty size="s" onClick={stop}>
            Cancel
          </EuiButtonEmpty>
        </EuiFlexItem>
      </EuiFlexGroup>
    </form>
  );
}
