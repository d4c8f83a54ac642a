import { EuiButton, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiPanel, EuiSpacer, EuiText } from '@elastic/eui';
import { useState } from 'react';
import { useFacts } from '../facts';
import { useToast } from '../../core/toasts';
import { count } from '../../shared/time';
import { ANY, setField } from '../case_edit';
import { DeleteCases } from '../delete_cases';
import { exportCases } from '../export';
import { useCases, type OpenCase } from '../cases';
import { EditCases } from './edit_cases';
import type { Row } from './row';

/** What can be done with the selected cases. */
export function BulkBar(props: {
  shown: Row[];
  selected: string[];
  onSelect: (keys: string[]) => void;
  onClear: () => void;
}) {
  const { shown, selected, onClear } = props;
  const { caseOf, changeAll } = useCases();
  const facts = useFacts();
  const toast = useToast();
  const [isDeleting, setIsDeleting] = useState(false);
  const [isEditing, setIsEditing] = useState(false);
  const chosen = selected.map(caseOf).filter((it): it is OpenCase => it !== null);
  const marked = new Set(selected);
  const visible = shown.filter(({ key }) => marked.has(key)).length;

  const close = async () => {
    const open = chosen.filter(({ view }) => view.status !== 'closed').map(({ key }) => key);
    try {
      await changeAll(open, setField('status', ANY, 'closed'));
      toast({ title: `${count(open.length, 'case')} closed`, color: 'success', iconType: 'check' });
    } catch (error) {
      toast({ title: 'The cases were not closed', text: String(error), color: 'danger', iconType: 'error' });
    }
  };
  if (selected.length === 0 && !isDeleting) return null;
  return (
    <section aria-label="Selected cases">
      <EuiPanel color="subdued" paddingSize="s" hasShadow={false}>
        <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
          <EuiFlexItem grow={false}>
            <EuiText size="s">
              <p role="status">
                <strong>{count(selected.length, 'case')} selected</strong>
                {visible < selected.length && `, ${selected.length - visible} of them not shown`}
              </p>
            </EuiText>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButton size="s" iconType="push" isDisabled={!facts} onClick={() => facts?.push(selected)}>
              Push selected
            </EuiButton>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty size="s" iconType="pencil" onClick={() => setIsEditing(true)}>
              Edit selected
            </EuiButtonEmpty>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty size="s" iconType="check" onClick={() => void close()}>
              Close selected
            </EuiButtonEmpty>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty size="s" iconType="download" onClick={() => exportCases(chosen)}>
              Export selected
            </EuiButtonEmpty>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty
              size="s"
              color="danger"
              iconType="trash"
              isDisabled={!facts}
              onClick={() => setIsDeleting(true)}
            >
              Delete selected
            </EuiButtonEmpty>
          </EuiFlexItem>
          {visible < shown.length && (
            <EuiFlexItem grow={false}>
              <EuiButtonEmpty size="s" onClick={() => props.onSelect(shown.map(({ key }) => key))}>
                Select all {shown.length}
              </EuiButtonEmpty>
            </EuiFlexItem>
          )}
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty size="s" onClick={onClear}>
              Clear selection
            </EuiButtonEmpty>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiPanel>
      <EuiSpacer size="s" />
      {isEditing && <EditCases cases={chosen} onClose={() => setIsEditing(false)} />}
      {isDeleting && <DeleteCases cases={chosen} onDeleted={onClear} onClose={() => setIsDeleting(false)} />}
    </section>
  );
}
