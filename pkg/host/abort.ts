// Signals: how the package listens to one, and one of several.
import type { AbortController, AbortSignal } from '../platform.js';

type Given = AbortSignal | null | undefined;

/** Who listens to a signal, and how to leave it. */
const heard = new WeakMap<object, { listeners: Set<() => void>; leave: () => void }>();

/**
 * Calls this when the signal aborts, unless the function that is answered was called before. However many wait for a signal, it has
 * one listener: of more than ten Node says on the console that it may leak memory, and a queue alone has more pushes under way.
 */
export function onAbort(signal: Given, listener: () => void): () => void {
  if (!signal) return () => {};
  const { listeners, leave } = heard.get(signal) ?? listenTo(signal as globalThis.AbortSignal);
  const own = () => listener();
  listeners.add(own);
  return () => {
    if (listeners.delete(own) && listeners.size === 0) leave();
  };
}

function listenTo(signal: globalThis.AbortSignal) {
  const listeners = new Set<() => void>();
  // A copy: a listener may leave while it is called.
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const leave = () => {
    heard.delete(signal);
    signal.removeEventListener('abort', tell);
  };
  const found = { listeners, leave };
  signal.addEventListener('abort', tell);
  heard.set(signal, found);
  return found;
}

/** Does something that any of these signals aborts, by a controller of its own. */
export async function abortable<Answer>(
  signals: readonly unknown[],
  work: (own: AbortController) => Promise<Answer>,
): Promise<Answer> {
  const own: AbortController = new AbortController();
  const abort = () => own.abort();
  const outer = (signals as readonly Given[]).filter((signal) => !!signal);
  if (outer.some(({ aborted }) => aborted)) abort();
  const leaves = outer.map((signal) => onAbort(signal, abort));
  try {
    return await work(own);
  } finally {
    for (const leave of leaves) leave();
  }
}
