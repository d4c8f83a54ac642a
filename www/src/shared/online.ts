import { useSyncExternalStore } from 'react';

const EVENTS = ['online', 'offline'];

function onChange(listener: () => void): () => void {
  for (const name of EVENTS) addEventListener(name, listener);
  return () => {
    for (const name of EVENTS) removeEventListener(name, listener);
  };
}

/**
 * Whether the browser has a network, as far as it knows. It explains why something failed, and says when to try again;
 * nothing is held back for it: what runs on this machine answers without one.
 */
export function useIsOnline(): boolean {
  return useSyncExternalStore(onChange, () => navigator.onLine);
}
