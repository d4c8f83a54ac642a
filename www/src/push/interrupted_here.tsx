import { EuiCallOut } from '@elastic/eui';
import type { InterruptedPush } from 'case-connectors';
import { InterruptedItem } from './interrupted_item';

/** Whether the page of this case offers to finish the push in place of its push button. */
export function isTakenUpByPage({ caseId, connectorName, state }: InterruptedPush, pageOf: string | null): boolean {
  return caseId === pageOf && connectorName !== null && (state === 'interrupted' || state === 'queued');
}

/** In place of the push button: first of all, what was begun is finished. */
export function InterruptedHere({ interrupted }: { interrupted: InterruptedPush }) {
  return (
    <EuiCallOut title="A push was not finished" color="warning" iconType="clock" size="s" heading="h3">
      <InterruptedItem interrupted={interrupted} isOnCasePage />
    </EuiCallOut>
  );
}
