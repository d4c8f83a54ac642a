import { useSyncExternalStore, type MouseEvent } from 'react';

/** Where the person is. Addresses have no ending, so that the server answers each with this page. */
export type Route =
  | { page: 'cases' }
  | { page: 'case'; key: string }
  | { page: 'configure'; isAdding: boolean }
  | { page: 'secrets' }
  | { page: 'queue' }
  | { page: 'history' }
  | { page: 'unknown' };

export const paths = {
  cases: '/',
  case: (key: string) => `/cases/${encodeURIComponent(key)}`,
  configure: '/cases/configure',
  newConnector: '/cases/configure/new',
  secrets: '/cases/configure/secrets',
  queue: '/queue',
  history: '/history',
};

export function parse(path: string): Route {
  if (path === paths.cases || path === '/cases') return { page: 'cases' };
  if (path === paths.configure) return { page: 'configure', isAdding: false };
  if (path === paths.newConnector) return { page: 'configure', isAdding: true };
  if (path === paths.secrets) return { page: 'secrets' };
  if (path === paths.history) return { page: 'history' };
  if (path === paths.queue) return { page: 'queue' };
  const one = /^\/cases\/([^/]+)$/.exec(path);
  return one?.[1] ? { page: 'case', key: decode(one[1]) } : { page: 'unknown' };
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
  notify();
}

/** The list of cases as it was last shown in this tab. */
let list: string = paths.cases;

/** Back to the list as it was, with its search, its filters and its page. */
export const listPath = (): string => list;

/** What the page shows of itself in its address. No step of its own on the way back. */
export function replaceSearch(search: string): void {
  if (parse(location.pathname).page === 'cases') list = `${paths.cases}${search}`;
  if (search === location.search) return;
  try {
    history.replaceState(history.state, '', `${location.pathname}${search}${location.hash}`);
  } catch {
    // Browsers refuse too many within a time: the next change says it all again.
  }
}

/** Calls back whenever the person goes to another address; answers how to stop it. */
export function onNavigation(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the person has moved within the page; the first view must not take the focus. */
export function hasMoved(): boolean {
  return moved;
}

function notify(): void {
  moved = true;
  scrollTo(0, 0);
  for (const listener of listeners) listener();
}

addEventListener('popstate', notify);

export function useRoute(): Route {
  const path = useSyncExternalStore(onNavigation, () => location.pathname);
  return parse(path);
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
