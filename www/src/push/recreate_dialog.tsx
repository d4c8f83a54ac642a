import { ConfirmDialog } from '../shared/confirm_dialog';

export function RecreateDialog(props: { onConfirm: () => void; onClose: () => void }) {
  return (
    <ConfirmDialog
      title="Create a new incident?"
      action="Create it"
      failed="The push could not begin"
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      <p>All comments are sent again, into a new incident. The case leads to the new one from then on.</p>
    </ConfirmDialog>
  );
}
