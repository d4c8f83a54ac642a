import type { CaseConnectors, ConnectorType, PullAllOptions, Settings, StoredConnector, Vault } from 'case-connectors';
import type { Files } from '../../cases/case_database';
import { toInput, type CaseFile } from '../../cases/case_file';
import { viewOf } from '../../cases/case_view';
import { connectorOf } from '../../cases/connector_of_case';
import { refusedLogins } from '../../core/refused_logins';
import { toDetails, type ShownError } from '../../shared/error';
import { createStore } from '../../shared/store';
import type { NewsStore } from './news';
import type { createRhythm } from './rhythm';

/** What a look at all incidents needs of the page around it, as it is now. */
export interface Surroundings {
  store: Pick<CaseConnectors, 'pullAll'>;
  files: Files;
  connectors: readonly StoredConnector[];
  types: readonly ConnectorType[];
  settings: Settings;
  vault: Vault;
  unlock: () => Promise<boolean>;
  /** Reads anew what is stored: a vault may have locked itself. */
  reload: () => Promise<void>;
}

export interface LooksState {
  /** While a look is under way. */
  progress: { finished: number; count: number } | null;
  /** What the latest look of this page has come to. */
  latest: Latest | null;
}

export interface Latest {
  asked: number;
  failed: number;
  error: ShownError | null;
  /** Cases that were not asked for, since the secret of their connector is not here. */
  withoutSecret: number;
  /** Cases that were not asked for by itself, since the login of their connector was refused before. */
  withRefusedLogin: number;
}

export type Looks = ReturnType<typeof createLooks>;

/** One tab at a time looks by itself. */
const LOCK = 'case-connectors-dashboard/look';

export function createLooks(
  surroundings: () => Surroundings,
  { note }: Pick<NewsStore, 'note'>,
  rhythm: ReturnType<typeof createRhythm>,
) {
  const state = createStore<LooksState>({ progress: null, latest: null }, 300);

  const run = async (isAsked: boolean) => {
    const { store, reload } = surroundings();
    if (isAsked) refusedLogins.clear();
    const { cases, withoutSecret, withRefusedLogin } = chosen(surroundings(), isAsked);
    const latest: Latest = { asked: cases.length, failed: 0, error: null, withoutSecret, withRefusedLogin };
    state.change((now) => ({ ...now, progress: { finished: 0, count: cases.length } }));
    const fail = (error: ShownError) => {
      latest.failed += 1;
      latest.error ??= error;
    };
    let isLocked = false;
    const onResult: PullAllOptions['onResult'] = ({ connectorId, pulled, error }, progress) => {
      if (pulled) note(pulled);
      if (error) {
        fail(error);
        isLocked ||= error.code === 'VAULT_LOCKED';
        const connector = surroundings().connectors.find(({ id }) => id === connectorId);
        if (connector && error.code === 'AUTH_FAILED') refusedLogins.note(connector);
      }
      state.changeSoon((now) => ({ ...now, progress }));
    };
    await store.pullAll(cases.map(toInput), { onResult }).catch((error: unknown) => fail(toDetails(error)));
    state.change(() => ({ progress: null, latest }));
    rhythm.change({ lookedAt: Date.now() });
    if (isLocked) await reload();
  };

  /** `isDue` is asked once more when it is this tab's turn: another one may have looked meanwhile. */
  const look = async (isAsked: boolean, isDue: () => boolean) => {
    if (state.get().progress !== null) return;
    const work = () => (isAsked || isDue() ? run(isAsked) : Promise.resolve());
    // Not everywhere, whatever the types say: an insecure page has none.
    if (!navigator.locks) return work();
    await navigator.locks.request(LOCK, { ifAvailable: !isAsked }, (lock) => (lock ? work() : undefined));
  };

  const askOnce = async () => {
    const { vault, unlock } = surroundings();
    if (vault.locked && !(await unlock())) return;
    await look(true, () => true);
  };
  /** The look that a person has asked for, until it has ended: it may wait for its turn, or for a passphrase. */
  let asked: Promise<void> | null = null;

  return {
    state,
    /** A person asks: all cases that were pushed, closed ones too. Who asks again meanwhile gets the same look. */
    ask: () => {
      asked ??= askOnce().finally(() => {
        asked = null;
      });
      return asked;
    },
    /** By itself, where it is due: those that are not closed here. */
    lookIfDue: (isDue: () => boolean) => look(false, isDue),
  };
}

/** The cases with an incident whose connector can be used. */
function chosen(
  { files, connectors, settings, types }: Surroundings,
  isAsked: boolean,
): { cases: CaseFile[] } & Pick<Latest, 'withoutSecret' | 'withRefusedLogin'> {
  const cases: CaseFile[] = [];
  let [withoutSecret, withRefusedLogin] = [0, 0];
  // Asked once for each connector, and not for each of thousands of cases.
  const refused = new Set(isAsked ? [] : connectors.filter(refusedLogins.has).map(({ id }) => id));
  for (const file of Object.values(files)) {
    const view = viewOf(file);
    const connector = connectorOf(view, connectors, settings, types);
    if (!connector || view.incident?.connectorId !== connector.id) continue;
    if (!isAsked && view.status === 'closed') continue;
    if (connector.isMissingSecrets) withoutSecret += 1;
    else if (refused.has(connector.id)) withRefusedLogin += 1;
    else cases.push(file);
  }
  return { cases, withoutSecret, withRefusedLogin };
}
