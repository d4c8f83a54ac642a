import { useToast } from '../core/toasts';
import { useFacts } from './facts';
import { ConfirmDialog } from '../shared/confirm_dialog';
import { count } from '../shared/time';
import { useCases, type OpenCase } from './cases';

/** Asks, then deletes cases with all that this browser knows of their pushes: that holds case text too. */
export function DeleteCases(props: { cases: OpenCase[]; onDeleted: () => void; onClose: () => void }) {
  const { cases } = props;
  const { remove } = useCases();
  const facts = useFacts();
  const toast = useToast();
  const what = cases.length === 1 ? 'this case' : count(cases.length, 'case');
  const pushing = cases.filter(({ view }) => facts?.isPushing(view.id));
  const deleted = cases.filter((it) => !pushing.includes(it));
  const confirm = async () => {
    await facts?.forget(deleted.map(({ view }) => view.id));
    await remove(deleted.map(({ key }) => key));
    toast({ title: `${count(deleted.length, 'case')} deleted`, color: 'success', iconType: 'check' });
    props.onDeleted();
  };
  return (
    <ConfirmDialog
      title={`Delete ${what}?`}
      action="Delete"
      failed="The cases were not deleted"
      onConfirm={confirm}
      onClose={props.onClose}
    >
      <p>
        {cases.length === 1 && <strong>{cases[0]?.view.title} </strong>}
        {cases.length === 1 ? 'is' : 'They are'} removed from this browser, with the comments, the activity, and what is
        known of earlier pushes. This cannot be taken back; export first what you want to keep. Incidents in other
        systems stay as they are.
      </p>
      {pushing.length > 0 && <p>{count(pushing.length, 'case')} being pushed now will be left.</p>}
    </ConfirmDialog>
  );
}
