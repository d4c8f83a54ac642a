import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/** Draws something into the document. What changes it later goes through the `act` that is answered. */
export function render(children: ReactNode) {
  const element = document.body.appendChild(document.createElement('div'));
  const root = createRoot(element);
  act(() => root.render(children));
  return {
    act: (change: () => void) => act(change),
    /** Draws something else in its place. */
    draw: (children: ReactNode) => act(() => root.render(children)),
    element,
    text: () => element.textContent,
    unmount: () => act(() => root.unmount()),
  };
}

/** Reads something by a hook, and says each time that it is drawn what it has read. */
export function Reader<T>({ useIt, onDrawn }: { useIt: () => T; onDrawn: (value: T) => void }) {
  onDrawn(useIt());
  return null;
}
