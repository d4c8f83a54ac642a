import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { useStore } from '../shared/store';
import { isBlocked } from './push_database';

/** Says why the history is empty, while a tab with an older version of this page is in the way. */
export function DatabaseNote() {
  if (!useStore(isBlocked, (it) => it)) return null;
  return (
    <>
      <EuiCallOut title="Close the other tabs of this page" color="warning" iconType="warning" size="s">
        <p>
          One of them is of an older version, and keeps the history and the queue that it had from being taken over.
          They are there as soon as it is closed or reloaded.
        </p>
      </EuiCallOut>
      <EuiSpacer size="l" />
    </>
  );
}
