import type { ConnectorFields } from 'case-connectors';
import { useCallback, useEffect, useState } from 'react';
import { useEngine } from '../../core/engine';
import { toDetails, type ShownError } from '../../shared/error';

/** What a connector's system asks of a new incident: what is known, whether it is being read, and why it could not be. */
export interface LiveState {
  live: ConnectorFields | null;
  isReading: boolean;
  error: ShownError | null;
}

const NOTHING: LiveState = { live: null, isReading: true, error: null };

/**
 * Reads the live fields of a connector, of one issue type where it has any, and of the incident that is there already. `onRead`
 * hears of what was read just now.
 */
export function useLiveFields(
  connectorId: string,
  chosenType: string,
  incidentId: string | null = null,
  onRead?: () => void,
) {
  // What somebody is typing is no id yet.
  const issueType = /^\d+$/.test(chosenType) ? chosenType : '';
  const { connectors } = useEngine();
  const [state, setState] = useState(NOTHING);

  const read = useCallback(
    async (refresh: boolean, isCurrent: () => boolean) => {
      setState((before) => ({ ...before, isReading: true }));
      const options = { refresh, incidentId, ...(issueType !== '' && { issueType }) };
      try {
        const live = await connectors.connectorFields(connectorId, options);
        if (!isCurrent()) return;
        setState({ live, isReading: false, error: live.error && toDetails(live.error) });
        if (Date.now() - Date.parse(live.readAt) < JUST_NOW_MS) onRead?.();
      } catch (error) {
        if (isCurrent()) setState((before) => ({ ...before, isReading: false, error: toDetails(error) }));
      }
    },
    [connectors, connectorId, issueType, incidentId, onRead],
  );

  useEffect(() => {
    let isCurrent = true;
    void read(false, () => isCurrent);
    return () => {
      isCurrent = false;
    };
  }, [read]);

  return { ...state, refresh: () => void read(true, () => true) };
}

const JUST_NOW_MS = 10_000;
