import { EuiConfirmModal, EuiSpacer, useGeneratedHtmlId } from '@elastic/eui';
import { useState, type ReactNode } from 'react';
import { toDetails, type ShownError } from './error';
import { ErrorAnswer } from './error_callout';
import { focusHeading } from './page_heading';

/** Asks before what cannot be taken back. It stays open, and says why, when that fails. */
export function ConfirmDialog(props: {
  title: string;
  action: string;
  /** The headline where it fails. */
  failed: string;
  /** There is nothing yet to say yes to. */
  isDisabled?: boolean;
  onConfirm: () => Promise<void> | void;
  /** It was answered with no. */
  onCancel?: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const titleId = useGeneratedHtmlId();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ShownError | null>(null);
  const [opener] = useState(() => document.activeElement);
  /** What it ends may be the flyout that it was opened in: it has nothing to give the focus back to then. */
  const returnFocus = () => {
    if (opener === null || opener.isConnected || opener.closest('[role="dialog"]') === null) return true;
    focusHeading();
    return false;
  };
  const confirm = async () => {
    setIsBusy(true);
    try {
      await props.onConfirm();
      props.onClose();
    } catch (error) {
      setError(toDetails(error));
      setIsBusy(false);
    }
  };
  const cancel = () => {
    props.onClose();
    props.onCancel?.();
  };
  return (
    <EuiConfirmModal
      aria-labelledby={titleId}
      titleProps={{ id: titleId }}
      title={props.title}
      buttonColor="danger"
      confirmButtonText={props.action}
      cancelButtonText="Cancel"
      defaultFocusedButton="cancel"
      focusTrapProps={{ returnFocus }}
      isLoading={isBusy}
      confirmButtonDisabled={props.isDisabled ?? false}
      onCancel={cancel}
      onConfirm={() => void confirm()}
    >
      {props.children}
      {error && (
        <>
          <EuiSpacer size="m" />
          <ErrorAnswer title={props.failed} error={error} />
        </>
      )}
    </EuiConfirmModal>
  );
}
