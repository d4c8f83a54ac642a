import { createContext, useContext, useSyncExternalStore, type ReactNode } from 'react';
import { Code } from './code';

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
function useBlockedOrigins(): readonly string[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => blocked,
  );
}

/** The system that is asked by what stands within. */
const Asked = createContext('');

/** What stands within asks the system of this URL, and errors there are about it. */
export function Asking(props: { url: unknown; children: ReactNode }) {
  return <Asked.Provider value={String(props.url ?? '')}>{props.children}</Asked.Provider>;
}

/**
 * Beside an error without an answer: whether the page's own policy has kept the request from being sent. Only what was asked
 * here is named: other parts of the page may have asked other systems in vain.
 */
export function PolicyNote() {
  const blocked = useBlockedOrigins();
  const url = useContext(Asked);
  const origin = URL.canParse(url) ? new URL(url).origin : '';
  if (!blocked.includes(origin)) return null;
  return (
    <>
      <p>
        <strong>The likely cause is this page’s Content Security Policy:</strong> its <Code>connect-src</Code> does not
        name <Code>{origin}</Code>, so the browser sent nothing.
      </p>
      <p>
        Whoever serves this page adds it there. For this example: <Code>{`cargo xtask start --connect ${origin}`}</Code>
      </p>
    </>
  );
}
