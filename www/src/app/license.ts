import type { License } from 'case-connectors';

/*
 * The licence of the host. Kibana knows its own; here a person chooses one to see what a lower one means, or names it in
 * the address, as in `/?license=basic`. It holds for this tab.
 */

export const LICENSES: { value: License; label: string }[] = [
  { value: 'basic', label: 'Basic' },
  { value: 'standard', label: 'Standard' },
  { value: 'gold', label: 'Gold' },
  { value: 'platinum', label: 'Platinum' },
  { value: 'enterprise', label: 'Enterprise' },
  { value: 'trial', label: 'Trial' },
];

const KEY = 'case-connectors-dashboard/license';

/** `null`: no limit. The package is opened with it, so another one takes effect with a reload. */
export function currentLicense(): License | null {
  const named = new URLSearchParams(location.search).get('license');
  if (named !== null) store(named);
  return known(named ?? stored());
}

export function chooseLicense(license: string): void {
  store(license);
  // One in the address would win.
  location.assign(location.pathname);
}

function known(name: string | null): License | null {
  return LICENSES.find(({ value }) => value === name)?.value ?? null;
}

function stored(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(name: string): void {
  try {
    sessionStorage.setItem(KEY, name);
  } catch {
    // Without storage it lasts as long as the page.
  }
}
