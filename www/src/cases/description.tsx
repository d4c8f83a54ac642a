import { EuiButtonIcon, EuiFlexGroup, EuiFlexItem, EuiPanel, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { useState } from 'react';
import { forgetDraft, textDraft } from '../core/drafts';
import { draftKey } from './draft_key';
import { useReturnFocus } from '../shared/return_focus';
import { ANY, setField, type Seen } from './case_edit';
import { CommentForm } from './comment_form';
import { Markdown } from './markdown';
import { NotSaved, useSaving } from './saving';
import type { OpenCase } from './cases';

export function Description({ current, isLocked }: { current: OpenCase; isLocked: boolean }) {
  const { description } = current.view;
  const { save, error, clear } = useSaving(current.key);
  const key = draftKey(current.key, 'description');
  /** The text as the edit began; `null` while nobody edits. */
  const [seen, setSeen] = useState<string | null>(() => textDraft(key)?.seen ?? null);
  const [draft, setDraft] = useState('');
  const pencil = useReturnFocus<HTMLButtonElement>(seen !== null);
  const stop = () => {
    clear();
    forgetDraft(key);
    setSeen(null);
  };
  const saveOver = async (over: Seen<string>, text: string) => {
    setDraft(text);
    const isSaved = await save(setField('description', over, text));
    if (isSaved) stop();
    return isSaved;
  };
  return (
    <>
      <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false}>
        <EuiFlexItem grow={false}>
          <EuiTitle size="xs">
            <h2>Description</h2>
          </EuiTitle>
        </EuiFlexItem>
        {seen === null && (
          <EuiFlexItem grow={false}>
            <EuiButtonIcon
              iconType="pencil"
              size="s"
              aria-label="Edit the description"
              buttonRef={pencil}
              isDisabled={isLocked}
              onClick={() => setSeen(description)}
            />
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      {seen === null ? (
        <EuiPanel hasBorder hasShadow={false}>
          {description ? (
            <Markdown text={description} />
          ) : (
            <EuiText size="s" color="subdued">
              <p>This case has no description.</p>
            </EuiText>
          )}
        </EuiPanel>
      ) : (
        <>
          <CommentForm
            label="Edit description"
            action="Save description"
            draftKey={key}
            text={seen}
            isLocked={isLocked}
            onSave={(text) => saveOver(seen, text)}
            onCancel={stop}
          />
          <NotSaved error={error} onOverwrite={() => void saveOver(ANY, draft)} onKeep={stop} />
        </>
      )}
    </>
  );
}
