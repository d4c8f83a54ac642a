import {
  EuiButton,
  EuiButtonEmpty,
  EuiComboBox,
  EuiFormRow,
  EuiModal,
  EuiModalBody,
  EuiModalFooter,
  EuiModalHeader,
  EuiModalHeaderTitle,
  EuiSelect,
  EuiSpacer,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { useState, type FormEvent } from 'react';
import { useToast } from '../../core/toasts';
import { toDetails, type ShownError } from '../../shared/error';
import { ErrorAnswer } from '../../shared/error_callout';
import { count } from '../../shared/time';
import { editAll, type BulkEdit } from '../case_edit';
import { tagsProblem } from '../case_rules';
import { useCases, type OpenCase } from '../cases';
import { optionsOf, SEVERITIES, STATUSES } from '../labels';

const UNCHANGED = { value: '', text: 'As it is' };

/** Status, severity and tags of several cases at once: all of them are changed, or none. */
export function EditCases({ cases, onClose }: { cases: OpenCase[]; onClose: () => void }) {
  const { files, changeAll } = useCases();
  const toast = useToast();
  const titleId = useGeneratedHtmlId();
  const [edit, setEdit] = useState<BulkEdit>({ status: '', severity: '', added: [], removed: [] });
  const [error, setError] = useState<ShownError | null>(null);
  const has = [...new Set(cases.flatMap(({ view }) => view.tags))].sort();
  const problem = tagsProblem(edit.added);
  const isEmpty = !edit.status && !edit.severity && edit.added.length + edit.removed.length === 0;
  const keys = cases.map(({ key }) => key).filter((key) => key in files);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (isEmpty || problem) return;
    try {
      await changeAll(keys, editAll(edit));
      toast({ title: `${count(keys.length, 'case')} changed`, color: 'success', iconType: 'check' });
      onClose();
    } catch (error) {
      setError(toDetails(error));
    }
  };
  const tags = (label: string, name: 'added' | 'removed', offered: string[], create?: (tag: string) => void) => (
    <EuiFormRow
      label={label}
      fullWidth
      isInvalid={name === 'added' && problem !== undefined}
      error={name === 'added' ? problem : undefined}
    >
      <EuiComboBox
        fullWidth
        aria-label={label}
        placeholder={create ? 'Type a tag and press Enter' : 'Choose tags'}
        options={offered.map((label) => ({ label }))}
        selectedOptions={edit[name].map((label) => ({ label }))}
        onChange={(options) => setEdit({ ...edit, [name]: options.map(({ label }) => label) })}
        {...(create && { onCreateOption: create })}
      />
    </EuiFormRow>
  );
  return (
    <EuiModal aria-labelledby={titleId} onClose={onClose} initialFocus="[name=status]">
      <EuiModalHeader>
        <EuiModalHeaderTitle id={titleId}>Edit {count(cases.length, 'case')}</EuiModalHeaderTitle>
      </EuiModalHeader>
      <EuiModalBody>
        <form id={`${titleId}-form`} noValidate onSubmit={(event) => void save(event)}>
          <EuiFormRow label="Status" fullWidth>
            <EuiSelect
              fullWidth
              name="status"
              options={[UNCHANGED, ...optionsOf(STATUSES)]}
              value={edit.status}
              onChange={(event) => setEdit({ ...edit, status: event.target.value })}
            />
          </EuiFormRow>
          <EuiFormRow label="Severity" fullWidth>
            <EuiSelect
              fullWidth
              options={[UNCHANGED, ...optionsOf(SEVERITIES)]}
              value={edit.severity}
              onChange={(event) => setEdit({ ...edit, severity: event.target.value })}
            />
          </EuiFormRow>
          {tags('Tags to add', 'added', has, (tag) => {
            const added = tag.trim();
            if (added && !edit.added.includes(added)) setEdit({ ...edit, added: [...edit.added, added] });
          })}
          {tags('Tags to remove', 'removed', has)}
        </form>
        {error && (
          <>
            <EuiSpacer size="m" />
            <ErrorAnswer title="The cases were not changed" error={error} />
          </>
        )}
      </EuiModalBody>
      <EuiModalFooter>
        <EuiButtonEmpty onClick={onClose}>Cancel</EuiButtonEmpty>
        <EuiButton type="submit" form={`${titleId}-form`} fill isDisabled={isEmpty || problem !== undefined}>
          Change {count(cases.length, 'case')}
        </EuiButton>
      </EuiModalFooter>
    </EuiModal>
  );
}
