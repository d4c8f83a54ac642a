import { EuiButton, EuiCallOut, EuiSpacer } from '@elastic/eui';
import type { Pause, StoredConnector } from 'case-connectors';
import { useCallback, useEffect, useState } from 'react';
import { useEngine } from '../core/engine';
import { toDetails, type ShownError } from '../shared/error';
import { ErrorFacts } from '../shared/error_callout';
import { formatTime } from '../shared/time';

/** That the connector's system wants to be left alone, and the way out. Looks again whenever `moment` changes. */
export function PauseNote({ connector, moment }: { connector: StoredConnector; moment?: unknown }) {
  const { connectors: store } = useEngine();
  const [pause, setPause] = useState<Pause | null>(null);
  const [error, setError] = useState<ShownError | null>(null);
  const url = connector.config.apiUrl;

  const look = useCallback(async () => {
    const pauses = await store.pauses();
    setPause(pauses.find(({ baseUrl }) => baseUrl === url) ?? null);
  }, [store, url]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the moment only says when to look.
  useEffect(() => {
    // What cannot be read here is told where a push needs it.
    look().catch(() => setPause(null));
  }, [look, moment]);

  const end = async () => {
    try {
      await store.endPause(String(url));
      await look();
    } catch (error) {
      setError(toDetails(error));
    }
  };
  if (!pause) return null;
  return (
    <>
      <EuiSpacer size="m" />
      <EuiCallOut
        title={`${connector.name} is left alone until ${formatTime(pause.until)}`}
        color="warning"
        iconType="clock"
        size="s"
        heading="h4"
      >
        <p>The system has asked for a pause. Who knows that it is over, or was a mistake, can end it here.</p>
        <EuiButton size="s" color="warning" onClick={() => void end()}>
          End the pause of {connector.name}
        </EuiButton>
        {error && <ErrorFacts error={error} />}
      </EuiCallOut>
    </>
  );
}
