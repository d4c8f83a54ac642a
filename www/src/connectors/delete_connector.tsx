import type { StoredConnector } from 'case-connectors';
import { deleted } from '../core/deleted';
import { useOfferUndo } from '../core/undo';
import { viewOf } from '../cases/case_view';
import { useCases } from '../cases/cases';
import { useInterrupted } from '../push/interrupted';
import { ConfirmDialog } from '../shared/confirm_dialog';
import { count } from '../shared/time';
import { useConnectors } from '../core/stored_connectors';

/** Asks, and says what depends on the connector. */
export function DeleteConnector({ connector, onClose }: { connector: StoredConnector; onClose: () => void }) {
  const { settings } = useConnectors();
  const { files } = useCases();
  const { list } = useInterrupted();
  const offerUndo = useOfferUndo();
  const using = Object.values(files)
    .map(viewOf)
    .filter(({ connector: { id } }) => id === connector.id);
  const pushed = Object.values(files)
    .map(viewOf)
    .filter(({ incident }) => incident?.connectorId === connector.id);
  const unfinished = list.filter(({ connectorId }) => connectorId === connector.id);
  const isDefault = settings.defaultConnectorId === connector.id;
  const remove = () => {
    const id = deleted.hide('connector', [connector.id]);
    offerUndo({
      title: `${connector.name} is deleted`,
      text: 'Its secret goes with it once this message is gone.',
      undo: () => deleted.bringBack(id),
      onPassed: () => deleted.passed(id),
    });
  };
  return (
    <ConfirmDialog
      title={`Delete ${connector.name}?`}
      action="Delete"
      failed="The connector was not deleted"
      onConfirm={remove}
      onClose={onClose}
    >
      <p>
        The connector and its secret are removed from this browser. You can undo it as long as the message about it is
        shown. This depends on it:
      </p>
      <ul>
        {isDefault && <li>It is the default connector: cases that name no other will have none.</li>}
        <li>
          {using.length === 0
            ? 'No case names it.'
            : `${count(using.length, 'case')} with this connector will use the default one, if there is another.`}
        </li>
        {pushed.length > 0 && (
          <li>
            {count(pushed.length, 'case')} pushed with it can be updated with another connector to the same place alone.
            The incidents stay as they are.
          </li>
        )}
        {unfinished.length > 0 && (
          <li>{count(unfinished.length, 'unfinished push', 'unfinished pushes')} cannot go on.</li>
        )}
      </ul>
    </ConfirmDialog>
  );
}
