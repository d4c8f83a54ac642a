import { EuiFormRow, EuiPanel, EuiSpacer, EuiTitle } from '@elastic/eui';
import { ANY, setField, setTags } from './case_edit';
import { CaseTags } from './case_tags';
import { MoreFacts } from './more_facts';
import { optionsOf, SEVERITIES, STATUSES } from './labels';
import { NotSaved, useSaving } from './saving';
import type { OpenCase } from './cases';
import { SavedSelect } from '../shared/saved_select';

/** Status, severity and tags. Each is saved as it is chosen: the latest choice counts, and the activity has all. */
export function CaseDetails({ current, isLocked }: { current: OpenCase; isLocked: boolean }) {
  const { view } = current;
  const { save, error, clear } = useSaving(current.key);
  return (
    <EuiPanel hasBorder hasShadow={false} grow={false}>
      <section aria-labelledby="details-heading">
        <EuiTitle size="xs">
          <h2 id="details-heading">Details</h2>
        </EuiTitle>
        <EuiSpacer size="m" />
        <EuiFormRow label="Status" fullWidth>
          <SavedSelect
            fullWidth
            disabled={isLocked}
            options={optionsOf(STATUSES)}
            value={view.status ?? ''}
            hasNoInitialSelection={!view.status}
            onChoose={(status) => void save(setField('status', ANY, status))}
          />
        </EuiFormRow>
        <EuiFormRow label="Severity" fullWidth>
          <SavedSelect
            fullWidth
            disabled={isLocked}
            options={optionsOf(SEVERITIES)}
            value={view.severity ?? ''}
            hasNoInitialSelection={!view.severity}
            onChoose={(severity) => void save(setField('severity', ANY, severity))}
          />
        </EuiFormRow>
        <EuiSpacer size="m" />
        <CaseTags tags={view.tags} isLocked={isLocked} onSave={(seen, tags) => save(setTags(seen, tags))} />
        <MoreFacts view={view} />
        <NotSaved error={error} isLocked={isLocked} onOverwrite={clear} onKeep={clear} />
      </section>
    </EuiPanel>
  );
}
