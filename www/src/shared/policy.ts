import { useSyncExternalStore } from 'react';

/*
 * What the page's Content Security Policy keeps requests from. The browser tells a script that asked only that the
 * request failed, as if the host were silent; but it tells the page why.
 */
let blocked: readonly string[] = [];
const listeners = new Set<() => void>();

document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, disposition }) => {
  if (effectiveDirective !== 'connect-src' || disposition !== 'enforce' || !URL.canParse(blockedURI)) return;
  const { origin } = new URL(blockedURI);
  if (blocked.includes(origin)) return;
  blocked = [...blocked, origin];
  for (const listener of listeners) listener();
});

/** The origins that were asked for in vain. */
export function useBlockedOrigins(): readonly string[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => blocked,
  );
}
