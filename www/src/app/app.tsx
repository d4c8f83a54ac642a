import { EuiProvider } from '@elastic/eui';
import { lazy, Suspense } from 'react';
import { Boundary } from './boundary';
import { EngineGate, EngineProvider } from './engine';
import { Loading } from './loading';
import { Shell } from './shell';
import { useTheme } from './theme';
import { ToastsProvider } from './toasts';

// Asked for at once, beside the engine. A failure is shown when the page is due.
const body = import('./body');
body.catch(() => {});
const Body = lazy(() => body);

/** The shell stands at once; the pages and the engine are fetched meanwhile. */
export function App() {
  const theme = useTheme();
  return (
    <EuiProvider colorMode={theme.mode}>
      <ToastsProvider>
        <EngineProvider>
          <Shell theme={theme}>
            <Boundary>
              <Suspense fallback={<Loading what="the page" />}>
                <EngineGate>
                  <Body />
                </EngineGate>
              </Suspense>
            </Boundary>
          </Shell>
        </EngineProvider>
      </ToastsProvider>
    </EuiProvider>
  );
}
