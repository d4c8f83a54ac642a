import { createStore } from '../../shared/store';
import type { ShownError } from '../../shared/error';
import { forgetQueued, keepPaused, keepQueued, readQueue, replaceQueued, type Queued } from './queued';

export interface QueueState {
  readonly items: readonly Queued[];
  /** Whether what an earlier page has left is still being read. */
  readonly isLoading: boolean;
  /** A person stopped it. */
  readonly isPaused: boolean;
  /** Why it could not go on at all. */
  readonly error: ShownError | null;
}

/** Many cases end in a second. */
const DRAW_MS = 150;

export function pendingOf(items: readonly Queued[]): Queued[] {
  return items.filter(({ result }) => !result);
}

/**
 * The items of the queue, in this page and as they are stored for all tabs. Each write is begun before it is drawn: what
 * is drawn may read at once what is stored.
 */
export function createItems() {
  const store = createStore<QueueState>({ items: [], isLoading: true, isPaused: false, error: null }, DRAW_MS);
  const set = (changed: Partial<QueueState>) => store.change((state) => ({ ...state, ...changed }));
  return {
    store,
    /** Answers what is stored; what this page knows stays where there is no storage. */
    read: async (): Promise<QueueState> => {
      set({ ...(await readQueue()), isLoading: false });
      return store.get();
    },
    setError: (error: ShownError | null) => set({ error }),
    /** Results, drawn together. Answers whether they are stored. */
    change: (changed: readonly Queued[]): Promise<boolean> => {
      const kept = keepQueued(changed);
      const byKey = new Map(changed.map((item) => [item.key, item]));
      store.changeSoon((state) => ({ ...state, items: state.items.map((item) => byKey.get(item.key) ?? item) }));
      return kept;
    },
    /** What is to be done stays; results go, and so does what is added anew. */
    add: async (added: readonly Queued[]): Promise<void> => {
      const { items } = store.get();
      const keys = new Set(added.map(({ key }) => key));
      const open = pendingOf(items).filter(({ key }) => !keys.has(key));
      const gone = items.filter((item) => !open.includes(item)).map(({ key }) => key);
      const first = Math.max(0, ...open.map(({ order }) => order + 1));
      const ordered = added.map((item, at) => ({ ...item, order: first + at }));
      const kept = replaceQueued(gone, ordered);
      set({ items: [...open, ...ordered] });
      await kept;
    },
    pause: (isPaused: boolean): Promise<void> => {
      const kept = keepPaused(isPaused);
      set({ isPaused });
      return kept;
    },
    clear: async (): Promise<void> => {
      const { items } = store.get();
      const forgotten = forgetQueued(items.filter(({ result }) => result).map(({ key }) => key));
      set({ items: pendingOf(items) });
      await forgotten;
    },
  };
}
