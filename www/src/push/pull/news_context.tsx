import { createContext, useContext, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useCases } from '../../cases/cases';
import { useConnectorTypes } from '../../core/connector_types';
import { useEngine } from '../../core/engine';
import { currentPusher } from '../../core/pusher';
import { useConnectors } from '../../core/stored_connectors';
import { useStore } from '../../shared/store';
import { useGate } from '../../vault/gate';
import { createLooks, type Surroundings } from './looks';
import { createNews } from './news';
import { createRhythm, dueIn, type Rhythm } from './rhythm';

interface AllOfIt {
  news: ReturnType<typeof createNews>;
  looks: ReturnType<typeof createLooks>;
  rhythm: ReturnType<typeof createRhythm>;
}

const Context = createContext<AllOfIt | null>(null);

/** What is new in the incidents, and the looks that find it. They never change: what is read of them is in their stores. */
export function useNews(): AllOfIt {
  const all = useContext(Context);
  if (!all) throw new Error('NewsProvider is missing.');
  return all;
}

export function NewsProvider({ children }: { children: ReactNode }) {
  const { connectors: store } = useEngine();
  const { connectors, settings, vault, reload } = useConnectors();
  const { unlock } = useGate();
  const { files } = useCases();
  const surroundings: Surroundings = {
    store,
    files,
    connectors,
    types: useConnectorTypes(),
    settings,
    vault,
    unlock,
    reload,
  };
  const latest = useRef(surroundings);
  latest.current = surroundings;
  const all = useMemo<AllOfIt>(() => {
    const [news, rhythm] = [createNews(), createRhythm()];
    return { news, rhythm, looks: createLooks(() => latest.current, news, rhythm) };
  }, []);
  useEffect(() => {
    const stops = [all.news.watch(), all.rhythm.watch()];
    return () => {
      for (const stop of stops) stop();
    };
  }, [all]);
  return (
    <Context.Provider value={all}>
      {/* A Kibana that pushes tells nothing of others. */}
      {currentPusher() !== 'kibana' && <InTime />}
      {children}
    </Context.Provider>
  );
}

/** Looks by itself when it is time, while somebody sees the page. */
function InTime() {
  const { looks, rhythm } = useNews();
  const { vault } = useConnectors();
  const isLooking = useStore(looks.state, ({ progress }) => progress !== null);
  const chosen = useStore(rhythm.store, (it) => it);
  const usedAt = useRef(Date.now());

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const left = (it: Rhythm, isLooking: boolean) =>
      dueIn(it, {
        now: Date.now(),
        usedAt: usedAt.current,
        isSeen: document.visibilityState === 'visible',
        isOnline: navigator.onLine,
        isLooking,
        vault,
      });
    const plan = () => {
      clearTimeout(timer);
      const ms = left(chosen, isLooking);
      // Another tab may have looked since.
      if (ms === 0) void looks.lookIfDue(() => left(rhythm.store.get(), false) === 0);
      else if (ms !== null) timer = setTimeout(plan, ms);
    };
    const use = () => {
      usedAt.current = Date.now();
      plan();
    };
    plan();
    const leave = [
      listen(document, ['visibilitychange'], plan),
      listen(window, ['online', 'offline'], plan),
      listen(window, ['pointerdown', 'keydown'], use),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of leave) stop();
    };
  }, [looks, rhythm, vault, isLooking, chosen]);
  return null;
}

function listen(target: EventTarget, names: readonly string[], listener: () => void): () => void {
  for (const name of names) target.addEventListener(name, listener);
  return () => {
    for (const name of names) target.removeEventListener(name, listener);
  };
}
