import type { LiveChoice, LiveField } from 'case-connectors';
import { useEffect, useRef, useState } from 'react';
import { useEngine } from '../../core/engine';

/** While somebody types, so long without a key before the system is asked. */
const PAUSE_MS = 250;

interface UnderWay {
  timer: ReturnType<typeof setTimeout>;
  abort: AbortController;
}

function stop(search: UnderWay | null): void {
  clearTimeout(search?.timer);
  search?.abort.abort();
}

/** Searches the choices of a field in its system. What comes too late is passed over. */
export function useSearch(connectorId: string, field: LiveField, isOn: boolean) {
  const { connectors } = useEngine();
  const [found, setFound] = useState<LiveChoice[]>([]);
  const [isSearching, setIsSearching] = useState(false);
  const under = useRef<UnderWay | null>(null);
  useEffect(() => () => stop(under.current), []);

  const search = (words: string) => {
    if (!isOn) return;
    stop(under.current);
    const abort = new AbortController();
    const ask = async () => {
      setIsSearching(true);
      try {
        setFound(await connectors.searchChoices(connectorId, field, words, { signal: abort.signal }));
      } catch {
        // Nothing is offered then; the head of the form says how the system stands.
        if (!abort.signal.aborted) setFound([]);
      } finally {
        if (under.current?.abort === abort) setIsSearching(false);
      }
    };
    under.current = { abort, timer: setTimeout(() => void ask(), PAUSE_MS) };
  };
  return { found, isSearching, search };
}
