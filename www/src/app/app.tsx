import { EuiProvider } from '@elastic/eui';
import { cache } from '@emotion/css';
import { lazy, Suspense } from 'react';
import { Boundary } from './boundary';
import { ServicesProvider, type Services } from '../core/context';
import { EngineProvider } from '../core/engine';
import { FactsProvider } from '../cases/facts';
import { Loading } from '../shared/loading';
import { Mends } from './mends';
import { Shell } from './shell';
import { useTheme } from './theme';
import { Toasts } from '../core/toasts';

// Asked for at once. A failure is shown when the pages are due.
const pages = import('./pages');
pages.catch(() => {});
const Pages = lazy(() => pages);

/**
 * The shell stands at once, and the pages and the engine are fetched meanwhile. The cache of styles is Emotion's own: EUI's writes
 * an element for each rule, which takes a tenth of the page's processor time.
 */
export function App({ services }: { services: Services }) {
  const theme = useTheme();
  return (
    <EuiProvider colorMode={theme.mode} cache={cache}>
      <Mends />
      <ServicesProvider services={services}>
        <EngineProvider>
          <FactsProvider>
            <Shell theme={theme}>
              <Boundary>
                <Suspense fallback={<Loading what="the page" />}>
                  <Pages />
                </Suspense>
              </Boundary>
            </Shell>
          </FactsProvider>
        </EngineProvider>
        <Toasts />
      </ServicesProvider>
    </EuiProvider>
  );
}
