import { ConfirmDialog } from './confirm_dialog';

/** Before a form is closed that was filled in and not saved. */
export function LeaveDialog({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) {
  return (
    <ConfirmDialog
      title="Leave without saving?"
      action="Leave"
      failed="The form was not closed"
      onConfirm={onLeave}
      onClose={onStay}
    >
      <p>What you have typed is lost.</p>
    </ConfirmDialog>
  );
}
