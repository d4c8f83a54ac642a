import { EuiButtonIcon, EuiFlexGroup, EuiFlexItem, EuiPanel, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { useState } from 'react';
import { textDraft } from '../core/drafts';
import { DESCRIPTION, draftKey } from './draft_key';
import { useReturnFocus } from '../shared/return_focus';
import { setField } from './case_edit';
import { CommentForm } from './comment_form';
import { Markdown } from './markdown';
import { useSaving } from './saving';
import type { OpenCase } from './cases';

export function Description({ current, isLocked }: { current: OpenCase; isLocked: boolean }) {
  const { description } = current.view;
  const { save, error, clear } = useSaving(current.key);
  const key = draftKey(current.key, DESCRIPTION);
  const [isEditing, setIsEditing] = useState(() => textDraft(key) !== null);
  const pencil = useReturnFocus<HTMLButtonElement>(isEditing);
  return (
    <>
      <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false}>
        <EuiFlexItem grow={false}>
          <EuiTitle size="xs">
            <h2>Description</h2>
          </EuiTitle>
        </EuiFlexItem>
        {!isEditing && (
          <EuiFlexItem grow={false}>
            <EuiButtonIcon
              iconType="pencil"
              size="s"
              aria-label="Edit the description"
              buttonRef={pencil}
              isDisabled={isLocked}
              onClick={() => setIsEditing(true)}
            />
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      {!isEditing ? (
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
        <CommentForm
          label="Edit description"
          action="Save description"
          draftKey={key}
          text={description}
          isLocked={isLocked}
          error={error}
          onSave={(text, seen) => save(setField('description', seen, text))}
          onEnd={() => {
            clear();
            setIsEditing(false);
          }}
        />
      )}
    </>
  );
}
