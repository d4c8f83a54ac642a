// One signal of several.
import type { AbortController, AbortSignal } from '../platform.js';

/** Does something that any of these signals aborts, by a controller of its own. */
export async function abortable<Answer>(
  signals: readonly unknown[],
  work: (own: AbortController) => Promise<Answer>,
): Promise<Answer> {
  const own: AbortController = new AbortController();
  const abort = () => own.abort();
  const outer = (signals as readonly (AbortSignal | null | undefined)[]).filter((signal) => !!signal);
  if (outer.some(({ aborted }) => aborted)) abort();
  for (const signal of outer) signal.addEventListener('abort', abort);
  try {
    return await work(own);
  } finally {
    for (const signal of outer) signal.removeEventListener('abort', abort);
  }
}
