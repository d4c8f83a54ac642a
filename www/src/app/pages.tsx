import { lazy, Suspense } from 'react';
import ListPage from '../cases/list/list_page';
import { CasesProvider } from '../cases/cases';
import { EngineGate } from '../core/engine';
import { Loading } from '../shared/loading';
import { useRoute } from '../shared/route';

// What needs the engine comes with it, after the list.
const Body = lazy(() => import('./body'));

/**
 * The list of cases stands before the engine is loaded; every other page waits for it. Above the list the engine's part
 * shows only what went wrong, and tells the list what it knows.
 */
export default function Pages() {
  const isList = useRoute().page === 'cases';
  return (
    <CasesProvider>
      <EngineGate isQuiet={isList}>
        <Suspense fallback={isList ? null : <Loading what="the page" />}>
          <Body />
        </Suspense>
      </EngineGate>
      {isList && <ListPage />}
    </CasesProvider>
  );
}
