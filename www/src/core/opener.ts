import { tabChoice } from './tab_choice';

/*
 * Who opens incidents, by a user name or a mail address in the system. A real host knows it from its login; here a person says it in
 * the settings, or names it in the address, as in `/?openedBy=abel.tuter`. It holds for this tab.
 */
const choice = tabChoice('openedBy', 'case-connectors-dashboard/opened-by');

/** Nobody is named where it is empty. The package is opened with it, so another one takes effect with a reload. */
export const currentOpener = (): string => choice.current() ?? '';

export const chooseOpener = choice.choose;
