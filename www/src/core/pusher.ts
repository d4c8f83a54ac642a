import { tabChoice } from './tab_choice';

/*
 * Who pushes: this page, or a Kibana. A person chooses it in the settings, or names it in the address, as in
 * `/?pushBy=kibana`. It holds for this tab.
 */
export type Pusher = 'browser' | 'kibana';

const choice = tabChoice('pushBy', 'case-connectors-dashboard/push-by');

/** The package is opened with it, so another one takes effect with a reload. */
export function currentPusher(): Pusher {
  return choice.current() === 'kibana' ? 'kibana' : 'browser';
}

export const choosePusher = choice.choose;
