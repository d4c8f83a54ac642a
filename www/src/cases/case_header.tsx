import {
  EuiBadge, EuiBadgeGroup, EuiButton, EuiButtonEmpty, EuiButtonIcon, EuiFieldText, EuiFlexGroup, EuiFlexItem,
  EuiFormRow, EuiHealth, EuiScreenReaderOnly, EuiSpacer, EuiText,
} from '@elastic/eui';
import { useState, type FormEvent } from 'react';
import { linkTo, paths } from '../app/route';
import { HeadingText } from '../shared/page_heading';
import { useReturnFocus } from '../shared/return_focus';
import { formatTime } from '../shared/time';
import { nameOf } from '../shared/user';
import { setTitle } from './case_file';
import { useCases, type OpenCase } from './store';

const STATUSES: { [status: string]: { label: string; color: string } } = {
  open: { label: 'Open', color: 'primary' },
  'in-progress': { label: 'In progress', color: 'warning' },
  closed: { label: 'Closed', color: 'default' },
};

const SEVERITIES: { [severity: string]: { label: string; color: string } } = {
  low: { label: 'Low', color: '#54b399' },
  medium: { label: 'Medium', color: '#d6bf57' },
  high: { label: 'High', color: '#da8b45' },
  critical: { label: 'Critical', color: '#e7664c' },
};

export function CaseHeader({ current, isLocked }: { current: OpenCase; isLocked: boolean }) {
  const { view } = current;
  const status = STATUSES[view.status ?? ''] ?? { label: view.status ?? 'No status', color: 'hollow' };
  const severity = SEVERITIES[view.severity ?? ''] ?? { label: view.severity ?? 'No severity', color: 'subdued' };
  return (
    <>
      <EuiButtonEmpty size="s" flush="left" iconType="chevronSingleLeft" {...linkTo(paths.cases)}>
        Back to the cases
      </EuiButtonEmpty>
      <EuiSpacer size="s" />
      <Title current={current} isLocked={isLocked} />
      <EuiSpacer size="m" />
      <EuiFlexGroup gutterSize="m" alignItems="center" responsive={false} wrap>
        <EuiFlexItem grow={false}>
          <EuiBadge color={status.color}>{status.label}</EuiBadge>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiHealth color={severity.color}>{severity.label}</EuiHealth>
        </EuiFlexItem>
        {view.tags.length > 0 && (
          <EuiFlexItem grow={false}>
            <EuiBadgeGroup gutterSize="xs">
              {view.tags.map((tag) => (
                <EuiBadge key={tag} color="hollow">
                  {tag}
                </EuiBadge>
              ))}
            </EuiBadgeGroup>
          </EuiFlexItem>
        )}
        <EuiFlexItem grow={false}>
          <EuiText size="s" color="subdued">
            <p>
              Created by {nameOf(view.createdBy)}
              {view.createdAt && <>, {formatTime(view.createdAt)}</>}
            </p>
          </EuiText>
        </EuiFlexItem>
      </EuiFlexGroup>
    </>
  );
}

function Title({ current, isLocked }: { current: OpenCase; isLocked: boolean }) {
  const { change } = useCases();
  const { title } = current.view;
  const [draft, setDraft] = useState<string | null>(null);
  const isEmpty = draft?.trim() === '';
  const pencil = useReturnFocus<HTMLButtonElement>(draft !== null);

  if (draft === null) {
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
            onClick={() => setDraft(title)}
          />
        </EuiFlexItem>
      </EuiFlexGroup>
    );
  }

  const save = (event: FormEvent) => {
    event.preventDefault();
    if (isEmpty) return;
    if (draft.trim() !== title) change(current.key, (file) => setTitle(file, draft.trim()));
    setDraft(null);
  };
  return (
    <form onSubmit={save} noValidate>
      <EuiScreenReaderOnly>
        <h1>{title}</h1>
      </EuiScreenReaderOnly>
      <EuiFormRow label="Title" fullWidth isInvalid={isEmpty} error={isEmpty ? 'A case needs a title.' : undefined}>
        <EuiFieldText
          fullWidth
          autoFocus
          value={draft}
          isInvalid={isEmpty}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setDraft(null)}
        />
      </EuiFormRow>
      <EuiSpacer size="s" />
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem grow={false}>
          <EuiButton type="submit" size="s" fill isDisabled={isLocked || isEmpty}>
            Save title
          </EuiButton>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty size="s" onClick={() => setDraft(null)}>
            Cancel
          </EuiButtonEmpty>
        </EuiFlexItem>
      </EuiFlexGroup>
    </form>
  );
}
