import { EuiFormRow, EuiPanel, EuiSelect, EuiSpacer, EuiTitle } from '@elastic/eui';
import { useState } from 'react';
import { ANY, setField, type Fields } from './case_edit';
import { tagsProblem } from './case_rules';
import { optionsOf, SEVERITIES, STATUSES } from './labels';
import { NotSaved, useSaving } from './saving';
import type { OpenCase } from './store';
import { TagsField } from './tags_field';

/** Status, severity and tags. Each is saved as it is chosen. */
export function CaseDetails({ current, isLocked }: { current: OpenCase; isLocked: boolean }) {
  const { view } = current;
  const { save, error, clear } = useSaving(current.key);
  /** The latest edit, for when another tab was first. */
  const [again, setAgain] = useState<() => void>(() => () => {});

  const set = <F extends keyof Fields>(name: F, seen: (typeof view)[F], value: Fields[F]) => {
    setAgain(() => () => void save(setField(name, ANY, value)));
    void save(setField(name, seen, value));
  };
  return (
    <EuiPanel hasBorder hasShadow={false} grow={false}>
      <section aria-labelledby="details-heading">
        <EuiTitle size="xs">
          <h2 id="details-heading">Details</h2>
        </EuiTitle>
        <EuiSpacer size="m" />
        <EuiFormRow label="Status" fullWidth>
          <EuiSelect
            fullWidth
            disabled={isLocked}
            options={optionsOf(STATUSES)}
            value={view.status ?? ''}
            hasNoInitialSelection={!view.status}
            onChange={(event) => set('status', view.status, event.target.value)}
          />
        </EuiFormRow>
        <EuiFormRow label="Severity" fullWidth>
          <EuiSelect
            fullWidth
            disabled={isLocked}
            options={optionsOf(SEVERITIES)}
            value={view.severity ?? ''}
            hasNoInitialSelection={!view.severity}
            onChange={(event) => set('severity', view.severity, event.target.value)}
          />
        </EuiFormRow>
        <TagsField
          tags={view.tags}
          isDisabled={isLocked}
          onChange={(tags) => tagsProblem(tags) === undefined && set('tags', view.tags, tags)}
        />
        <NotSaved error={error} onOverwrite={again} onKeep={clear} />
      </section>
    </EuiPanel>
  );
}
