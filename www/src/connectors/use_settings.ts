import type { Settings } from 'case-connectors';
import { useState } from 'react';
import { useEngine } from '../core/engine';
import { useToast } from '../core/toasts';
import { toDetails, type ShownError } from '../shared/error';
import { useConnectors } from '../core/stored_connectors';

/** The default connector and the closure option. Each is saved as it is chosen, and goes back where it cannot be. */
export function useSettings() {
  const { connectors: store } = useEngine();
  const { settings, reload } = useConnectors();
  const toast = useToast();
  const [error, setError] = useState<ShownError | null>(null);
  const [chosen, setChosen] = useState<Partial<Settings>>({});
  const shown = { ...settings, ...chosen };

  /** `isTold`: whoever calls says so itself. */
  const save = async (change: Partial<Settings>, isTold = false) => {
    setChosen(change);
    try {
      // Not what this page has read: another tab may have changed the rest.
      await store.saveSettings({ ...(await store.settings()), ...change });
      setError(null);
      await reload();
      if (!isTold) toast({ title: 'Settings are saved', color: 'success', iconType: 'check' });
    } catch (error) {
      setError(toDetails(error));
    }
    setChosen({});
  };
  return { shown, save, error };
}
