import { useCallback, useEffect, useRef, useState } from 'react';
import { useBatched } from '../../shared/batched';
import { forgetQueued, keepPaused, keepQueued, onQueueChange, readQueue, type Queued } from './queued';

interface Kept {
  items: readonly Queued[];
  isPaused: boolean;
}

/** Many cases end in a second. */
const DRAW_MS = 150;

export function pendingOf(items: readonly Queued[]): Queued[] {
  return items.filter(({ result }) => !result);
}

/** The items of the queue, as they are drawn and as they are kept, in this tab and the others. */
export function useItems(onRead: (kept: Kept) => void) {
  const { state, now, later } = useBatched<Kept>({ items: [], isPaused: false }, DRAW_MS);
  const [isLoading, setIsLoading] = useState(true);
  /** What the work in progress reads: a render may come later. */
  const latest = useRef<Kept>(state);

  const hear = useRef(onRead);
  hear.current = onRead;

  const set = useCallback(
    (kept: Kept, draw = now) => {
      latest.current = kept;
      draw(() => kept);
    },
    [now],
  );
  const read = useCallback(async () => {
    const kept = await readQueue();
    if (!kept) return;
    set(kept);
    hear.current(kept);
  }, [set]);
  useEffect(() => {
    void read().then(() => setIsLoading(false));
    return onQueueChange(() => void read());
  }, [read]);

  return {
    ...state,
    isLoading,
    latest,
    read,
    /** Results, drawn together. */
    change: (changed: readonly Queued[]) => {
      const byKey = new Map(changed.map((item) => [item.key, item]));
      const { items, isPaused } = latest.current;
      set({ items: items.map((item) => byKey.get(item.key) ?? item), isPaused }, later);
      return keepQueued(changed);
    },
    /** What is to be done stays; results go, and so does what is added anew. */
    add: async (added: readonly Queued[]) => {
      const keys = new Set(added.map(({ key }) => key));
      const open = pendingOf(latest.current.items).filter(({ key }) => !keys.has(key));
      const gone = latest.current.items.filter((item) => !open.includes(item)).map(({ key }) => key);
      const first = Math.max(0, ...open.map(({ order }) => order + 1));
      const ordered = added.map((item, at) => ({ ...item, order: first + at }));
      set({ ...latest.current, items: [...open, ...ordered] });
      await forgetQueued(gone);
      await keepQueued(ordered);
    },
    pause: (isPaused: boolean) => {
      set({ ...latest.current, isPaused });
      return keepPaused(isPaused);
    },
    clear: () => {
      const ended = latest.current.items.filter(({ result }) => result).map(({ key }) => key);
      set({ ...latest.current, items: pendingOf(latest.current.items) });
      return forgetQueued(ended);
    },
  };
}
