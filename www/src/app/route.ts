import { useSyncExternalStore, type MouseEvent } from 'react';

/** Where the person is. Addresses have no ending, so that the server answers each with this page. */
export type Route =
  | { page: 'cases' }
  | { page: 'case' }
  | { page: 'connectors' }
  | { page: 'secrets' }
  | { page: 'queue' }
  | { page: 'history' }
  | { page: 'connector'; id: string | null }
  | { page: 'unknown' };

export const paths = {
  cases: '/',
  case: '/case',
  connectors: '/connectors',
  newConnector: '/connectors/new',
  secrets: '/connectors/secrets',
  queue: '/queue',
  history: '/history',
  connector: (id: string) => `/connectors/edit/${encodeURIComponent(id)}`,
};

export function parse(path: string): Route {
  if (path === paths.cases) return { page: 'cases' };
  if (path === paths.case) return { page: 'case' };
  if (path === paths.connectors) return { page: 'connectors' };
  if (path === paths.secrets) return { page: 'secrets' };
  if (path === paths.history) return { page: 'history' };
  if (path === paths.queue) return { page: 'queue' };
  if (path === paths.newConnector) return { page: 'connector', id: null };
  const edit = /^\/connectors\/edit\/([^/]+)$/.exec(path);
  return edit?.[1] ? { page: 'connector', id: decode(edit[1]) } : { page: 'unknown' };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const listeners = new Set<() => void>();
let moved = false;

export function navigate(path: string): void {
  history.pushState(null, '', path);
  tell();
}

/** Whether the person has moved within the page; the first view must not take the focus. */
export function hasMoved(): boolean {
  return moved;
}

function tell(): void {
  moved = true;
  scrollTo(0, 0);
  for (const listener of listeners) listener();
}

addEventListener('popstate', tell);

export function useRoute(): Route {
  const path = useSyncExternalStore(subscribe, () => location.pathname);
  return parse(path);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A link within the page, which the browser can still open in a new tab. */
export function linkTo(path: string) {
  return {
    href: path,
    onClick: (event: MouseEvent) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      navigate(path);
    },
  };
}
