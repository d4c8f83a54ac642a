/*
 * Who pushes: this page, or a Kibana. A person chooses it in the settings, or names it in the address, as in
 * `/?pushBy=kibana`. It holds for this tab.
 */
export type Pusher = 'browser' | 'kibana';

const KEY = 'case-connectors-dashboard/push-by';

/** The package is opened with it, so another one takes effect with a reload. */
export function currentPusher(): Pusher {
  const named = new URLSearchParams(location.search).get('pushBy');
  if (named !== null) store(named);
  return (named ?? stored()) === 'kibana' ? 'kibana' : 'browser';
}

export function choosePusher(pusher: string): void {
  store(pusher);
  // One in the address would win.
  location.assign(location.pathname);
}

function stored(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(pusher: string): void {
  try {
    sessionStorage.setItem(KEY, pusher);
  } catch {
    // Without storage it lasts as long as the page.
  }
}
