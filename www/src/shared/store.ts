import { useRef, useSyncExternalStore } from 'react';

type Change<T> = (state: T) => T;

/** State that lies outside of the components: each of them is drawn anew only where the part that it reads has changed. */
export interface Store<T> {
  get: () => T;
  /** Takes effect at once, and is drawn at once. */
  change: (change: Change<T>) => void;
  /** Takes effect at once, but is drawn together with what comes soon after: faster than a page can draw. */
  changeSoon: (change: Change<T>) => void;
  subscribe: (listener: () => void) => () => void;
}

/** `batchMs`: how long `changeSoon` waits for more. */
export function createStore<T>(initial: T, batchMs = 0): Store<T> {
  const listeners = new Set<() => void>();
  let state = initial;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const notify = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    for (const listener of listeners) listener();
  };
  return {
    get: () => state,
    change: (change) => {
      state = change(state);
      notify();
    },
    changeSoon: (change) => {
      state = change(state);
      timer ??= setTimeout(notify, batchMs);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A part of a store's state. A selection that makes a new object each time needs `isSame`. */
export function useStore<T, V>(
  store: Store<T>,
  select: (state: T) => V,
  isSame: (a: V, b: V) => boolean = Object.is,
): V {
  const last = useRef<{ value: V } | null>(null);
  return useSyncExternalStore(store.subscribe, () => {
    const value = select(store.get());
    if (last.current === null || !isSame(last.current.value, value)) last.current = { value };
    return last.current.value;
  });
}

export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, at) => Object.is(item, b[at]));
}
