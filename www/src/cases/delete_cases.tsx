import { deleted } from '../core/deleted';
import { useOfferUndo } from '../core/undo';
import { useFacts } from './facts';
import { ConfirmDialog } from '../shared/confirm_dialog';
import { count } from '../shared/time';
import type { OpenCase } from './cases';
import { CaseName } from '../shared/visible';

/**
 * Asks, then deletes cases with all that this browser knows of their pushes: that holds case text too. For a while they can be
 * brought back, all of it with them.
 */
export function DeleteCases(props: { cases: OpenCase[]; onDeleted: () => void; onClose: () => void }) {
  const { cases } = props;
  const facts = useFacts();
  const offerUndo = useOfferUndo();
  const what = cases.length === 1 ? 'this case' : count(cases.length, 'case');
  const pushing = cases.filter(({ view }) => facts?.isPushing(view.id));
  const chosen = cases.filter((it) => !pushing.includes(it));
  const confirm = async () => {
    const caseIds = chosen.map(({ view }) => view.id);
    // Nobody expects that a case is pushed that they have just deleted.
    await facts?.takeOff(caseIds);
    const keys = chosen.map(({ key }) => key);
    const id = deleted.hide('case', keys, caseIds);
    offerUndo({
      title: `${count(chosen.length, 'case')} deleted`,
      undo: () => deleted.bringBack(id),
      onPassed: () => deleted.passed(id),
    });
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
        {cases.length === 1 && (
          <strong>
            <CaseName title={cases[0]?.view.title ?? ''} />{' '}
          </strong>
        )}
        {cases.length === 1 ? 'is' : 'They are'} removed from this browser, with the comments, the activity, and what is
        known of earlier pushes. You can undo it as long as the message about it is shown. Incidents in other systems
        stay as they are.
      </p>
      {pushing.length > 0 && <p>{count(pushing.length, 'case')} being pushed now will be left.</p>}
    </ConfirmDialog>
  );
}
