import { EuiButtonEmpty, EuiFlexGroup, EuiFlexItem } from '@elastic/eui';
import { useState } from 'react';
import { listPath, navigate } from '../shared/route';
import { DeleteCases } from './delete_cases';
import { exportCases } from './export';
import type { OpenCase } from './cases';

/** What can be done with a whole case. */
export function CaseMenu({ current, isLocked }: { current: OpenCase; isLocked: boolean }) {
  const [isDeleting, setIsDeleting] = useState(false);
  return (
    <EuiFlexGroup gutterSize="xs" responsive={false} wrap>
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty size="s" iconType="download" onClick={() => exportCases([current])}>
          Export
        </EuiButtonEmpty>
      </EuiFlexItem>
      <EuiFlexItem grow={false}>
        <EuiButtonEmpty
          size="s"
          color="danger"
          iconType="trash"
          isDisabled={isLocked}
          onClick={() => setIsDeleting(true)}
        >
          Delete case
        </EuiButtonEmpty>
      </EuiFlexItem>
      {isDeleting && (
        <DeleteCases cases={[current]} onDeleted={() => navigate(listPath())} onClose={() => setIsDeleting(false)} />
      )}
    </EuiFlexGroup>
  );
}
