// The settings of a host, and the connectors that people chose for cases.
import type { ClosureOption } from '../push-types.js';
import type { HostContext } from './context.js';
import { engine } from './engine.js';

export interface Settings {
  defaultConnectorId: string | null;
  closure: ClosureOption;
}

/** The connector of one case, with its per-case fields. */
export interface CaseChoice {
  connectorId: string;
  fields: { [key: string]: unknown } | null;
}

export const settingsRecord = ({ store }: HostContext): Promise<unknown> => store.get('settings', 'settings');

export const choiceRecord = ({ store }: HostContext, caseId: string): Promise<unknown> =>
  store.get('choices', engine('recordKey', caseId));

export async function settings(context: HostContext): Promise<Settings> {
  return engine('settingsRead', await settingsRecord(context));
}

export async function saveSettings({ store }: HostContext, given: Settings): Promise<void> {
  await store.write(engine('settingsSave', given));
}

export async function caseChoice(context: HostContext, caseId: string): Promise<CaseChoice | null> {
  return engine('choiceRead', await choiceRecord(context, caseId));
}

export async function saveCaseChoice({ store }: HostContext, caseId: string, choice: CaseChoice | null): Promise<void> {
  await store.write(engine('choiceSave', caseId, choice));
}
