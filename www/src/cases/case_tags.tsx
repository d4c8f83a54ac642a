import {
  EuiBadge,
  EuiBadgeGroup,
  EuiButton,
  EuiButtonEmpty,
  EuiButtonIcon,
  EuiFlexGroup,
  EuiFlexItem,
  EuiSpacer,
  EuiText,
} from '@elastic/eui';
import { useState } from 'react';
import { useReturnFocus } from '../shared/return_focus';
import { tagsProblem } from './case_rules';
import { TagsField } from './tags_field';

/** The tags of a case, and their editor. */
export function CaseTags(props: {
  tags: string[];
  isLocked: boolean;
  onSave: (seen: string[], tags: string[]) => Promise<boolean>;
}) {
  const { tags, isLocked } = props;
  const [draft, setDraft] = useState<string[] | null>(null);
  // As they were when the edit began: what another tab adds meanwhile stays.
  const [seen, setSeen] = useState(tags);
  const pencil = useReturnFocus<HTMLButtonElement>(draft !== null);
  if (draft !== null) {
    const save = async () => {
      if (!(await props.onSave(seen, draft))) return;
      // What was chosen while they were saved stays.
      setSeen(draft);
      setDraft((now) => (now === draft ? null : now));
    };
    return (
      <>
        <TagsField tags={draft} onChange={setDraft} />
        <EuiSpacer size="s" />
        <EuiFlexGroup gutterSize="s" responsive={false}>
          <EuiFlexItem grow={false}>
            <EuiButton size="s" isDisabled={isLocked || tagsProblem(draft) !== undefined} onClick={() => void save()}>
              Save tags
            </EuiButton>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty size="s" onClick={() => setDraft(null)}>
              Cancel
            </EuiButtonEmpty>
          </EuiFlexItem>
        </EuiFlexGroup>
      </>
    );
  }
  return (
    <>
      <EuiFlexGroup gutterSize="xs" alignItems="center" responsive={false}>
        <EuiFlexItem grow={false}>
          <EuiText size="xs">
            <strong>Tags</strong>
          </EuiText>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonIcon
            iconType="pencil"
            aria-label="Edit the tags"
            buttonRef={pencil}
            isDisabled={isLocked}
            onClick={() => {
              setSeen(tags);
              setDraft(tags);
            }}
          />
        </EuiFlexItem>
      </EuiFlexGroup>
      {tags.length === 0 ? (
        <EuiText size="s" color="subdued">
          <p>None.</p>
        </EuiText>
      ) : (
        <EuiBadgeGroup gutterSize="xs">
          {tags.map((tag) => (
            <EuiBadge key={tag} color="hollow">
              <bdi>{tag}</bdi>
            </EuiBadge>
          ))}
        </EuiBadgeGroup>
      )}
    </>
  );
}
