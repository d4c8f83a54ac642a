import { EuiSkeletonText } from '@elastic/eui';
import type { Settings, StoredConnector, Vault } from 'case-connectors';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useDeleted } from './deleted';
import { useEngine } from './engine';
import { toDetails, type ShownError } from '../shared/error';
import { ErrorCallout } from '../shared/error_callout';

interface Stored {
  connectors: StoredConnector[];
  settings: Settings;
  vault: Vault;
  /** Grows with every change, for what depends on what is stored. */
  version: number;
  /** Reads everything anew; call it after each change. */
  reload: () => Promise<void>;
}

const Context = createContext<Stored | null>(null);

/** The stored connectors and settings, and where secrets are kept. */
export function useConnectors(): Stored {
  const stored = useContext(Context);
  if (!stored) throw new Error('ConnectorsProvider is missing.');
  return stored;
}

export function ConnectorsProvider({ children }: { children: ReactNode }) {
  const { connectors: store } = useEngine();
  const [stored, setStored] = useState<Omit<Stored, 'reload'> | null>(null);
  const [error, setError] = useState<ShownError | null>(null);

  const reload = useCallback(async () => {
    try {
      const [connectors, settings, vault] = await Promise.all([store.connectors(), store.settings(), store.vault()]);
      setStored((before) => ({ connectors, settings, vault, version: (before?.version ?? 0) + 1 }));
      setError(null);
    } catch (error) {
      setError(toDetails(error));
    }
  }, [store]);
  useEffect(() => void reload(), [reload]);
  const hidden = useDeleted('connector');
  const value = useMemo(() => stored && { ...withoutDeleted(stored, hidden), reload }, [stored, hidden, reload]);

  if (error) return <ErrorCallout title="The connectors could not be read" error={error} />;
  if (!value) return <EuiSkeletonText lines={6} isLoading contentAriaLabel="the connectors" />;
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

function withoutDeleted<T extends Pick<Stored, 'connectors' | 'settings'>>(stored: T, hidden: ReadonlySet<string>): T {
  if (hidden.size === 0) return stored;
  const { connectors, settings } = stored;
  const isDefaultHidden = settings.defaultConnectorId !== null && hidden.has(settings.defaultConnectorId);
  return {
    ...stored,
    connectors: connectors.filter(({ id }) => !hidden.has(id)),
    settings: isDefaultHidden ? { ...settings, defaultConnectorId: null } : settings,
  };
}
