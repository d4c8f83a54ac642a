import type { CaseConnectors, Exchange, License } from 'case-connectors';
import { plugin, type CaseConnectorsStart, type PluginLicensing } from 'case-connectors/plugin';
import { currentLicense } from './license';
import { currentOpener } from './opener';
import { currentPusher } from './pusher';
import type { Core, Plugin } from './core';

/** The package, loaded. */
export interface Engine {
  api: typeof import('case-connectors');
  connectors: CaseConnectors;
  /** Whether what is saved survives a reload. */
  keeps: boolean;
  /** What the host's licence is; `null` where it limits nothing. */
  license: License | null;
}

export type StoreKind = 'indexeddb' | 'memory';

/**
 * The package's plugin, with what this host decides: where it stores, the licence, who pushes, and who keeps each request
 * with its answer.
 */
export function caseConnectors(
  onExchange: (exchange: Exchange) => void,
): Plugin<void, { open: (store: StoreKind) => Promise<Engine> }> {
  const license = currentLicense();
  let store: StoreKind = 'indexeddb';
  const inner = plugin({ pushBy: currentPusher(), open: () => ({ store, onExchange, openedBy: currentOpener() }) });

  const open = async (start: CaseConnectorsStart, kind: StoreKind): Promise<Engine> => {
    store = kind;
    const [api, connectors] = await Promise.all([start.api(), start.client()]);
    return { api, connectors, keeps: kind === 'indexeddb', license };
  };
  return {
    setup: (core) => void inner.setup(core),
    start: (core: Core) => {
      const start = inner.start(core, license === null ? {} : { licensing: licensingOf(license) });
      return { open: (kind) => open(start, kind) };
    },
    stop: () => inner.stop(),
  };
}

/** As Kibana's licensing plugin would tell it. */
function licensingOf(license: License): PluginLicensing {
  const levels: License[] = ['none', 'basic', 'standard', 'gold', 'platinum', 'enterprise', 'trial'];
  const reaches = (minimum: License) => levels.indexOf(license) >= levels.indexOf(minimum);
  return {
    getLicense: async () => ({ isAvailable: license !== 'none', isActive: license !== 'none', hasAtLeast: reaches }),
  };
}
