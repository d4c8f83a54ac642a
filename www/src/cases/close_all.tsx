import { EuiButtonEmpty } from '@elastic/eui';
import { useState } from 'react';
import { ConfirmDialog } from '../shared/confirm_dialog';
import { useCases } from './store';

/** Lets the samples start anew. */
export function CloseAll() {
  const { closeAll } = useCases();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <EuiButtonEmpty size="s" iconType="cross" onClick={() => setIsAsking(true)}>
        Close all cases
      </EuiButtonEmpty>
      {isAsking && (
        <ConfirmDialog
          title="Close all cases?"
          action="Close them"
          failed="The cases were not closed"
          onConfirm={closeAll}
          onClose={() => setIsAsking(false)}
        >
          <p>
            Your edits and pasted cases are removed from this browser; the samples start anew. Incidents stay as they
            are, and what was pushed is not sent twice.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
