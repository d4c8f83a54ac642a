import { useMemo, useRef, useState } from 'react';

type Change<T> = (state: T) => T;

/** State whose changes come faster than a page can draw them: `later` draws what has come together. */
export function useBatched<T>(initial: T, ms: number) {
  const [state, setState] = useState(initial);
  const waiting = useRef<Change<T>[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const actions = useMemo(() => {
    const draw = () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
      const changes = waiting.current;
      waiting.current = [];
      setState((state) => changes.reduce((changed, change) => change(changed), state));
    };
    return {
      now: (change: Change<T>) => {
        waiting.current.push(change);
        draw();
      },
      later: (change: Change<T>) => {
        waiting.current.push(change);
        timer.current ??= setTimeout(draw, ms);
      },
    };
  }, [ms]);
  return { state, ...actions };
}
