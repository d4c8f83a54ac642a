import { BusyButton } from '../shared/busy_button';
import { useCallback, useState } from 'react';
import { toDetails, type ShownError } from '../shared/error';
import { ErrorCallout } from '../shared/error_callout';
import { focusHeading } from '../shared/page_heading';
import { useServices } from './context';

/** So long a deletion can be undone. Who points at the message, or has the focus in it, has longer. */
const UNDO_MS = 20_000;

export interface Undoable {
  /** What was done. */
  title: string;
  /** What a person should know of it. */
  text?: string | undefined;
  /** Answers `false` where it has gone for good already. */
  undo: () => Promise<unknown> | boolean;
  /** It was not undone, and can no longer be. */
  onPassed?: () => void;
}

/** Offers to undo what was just done: the one place that does. */
export function useOfferUndo(): (it: Undoable) => void {
  const { toasts } = useServices().notifications;
  return useCallback(
    ({ title, text, undo, onPassed }) => {
      let isUndone = false;
      const undone = async () => {
        if ((await undo()) === false) throw new GoneForGood();
        isUndone = true;
        toasts.remove(id);
        focusHeading();
      };
      const id = toasts.add(
        {
          title,
          color: 'success',
          iconType: 'check',
          toastLifeTimeMs: UNDO_MS,
          text: <Undo text={text} onUndo={undone} />,
        },
        () => isUndone || onPassed?.(),
      );
      focusHeading();
    },
    [toasts],
  );
}

class GoneForGood extends Error {
  readonly code = 'GONE_FOR_GOOD';
  readonly remedy = 'Another tab, or the time that it could be brought back in, has ended it.';
  constructor() {
    super('It is deleted for good.');
  }
}

function Undo({ text, onUndo }: { text: string | undefined; onUndo: () => Promise<void> }) {
  const [error, setError] = useState<ShownError | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const undo = async () => {
    setIsBusy(true);
    try {
      await onUndo();
    } catch (error) {
      setError(toDetails(error));
      setIsBusy(false);
    }
  };
  if (error) return <ErrorCallout title="It was not brought back" error={error} />;
  return (
    <>
      {text && <p>{text}</p>}
      <BusyButton size="s" color="text" iconType="undo" isLoading={isBusy} onClick={() => void undo()}>
        Undo
      </BusyButton>
    </>
  );
}
