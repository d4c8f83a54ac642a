import { useEffect, useRef, type RefObject } from 'react';

/** Gives the focus to an element when something that stood in its place goes away, so that a keyboard is never lost. */
export function useReturnFocus<T extends HTMLElement>(isAway: boolean): RefObject<T> {
  const element = useRef<T>(null);
  const wasAway = useRef(false);
  useEffect(() => {
    if (wasAway.current && !isAway) element.current?.focus();
    wasAway.current = isAway;
  }, [isAway]);
  return element;
}
