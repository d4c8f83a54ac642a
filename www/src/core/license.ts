import type { License } from 'case-connectors';
import { tabChoice } from './tab_choice';

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

const choice = tabChoice('license', 'case-connectors-dashboard/license');

/** `null`: no limit. The package is opened with it, so another one takes effect with a reload. */
export function currentLicense(): License | null {
  const name = choice.current();
  return LICENSES.find(({ value }) => value === name)?.value ?? null;
}

export const chooseLicense = choice.choose;
