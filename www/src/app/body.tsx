import { CasePage } from '../cases/case_page';
import { ChoosePage } from '../cases/choose_page';
import { CasesProvider } from '../cases/store';
import { ConnectorPage } from '../connectors/connector_page';
import { ConnectorsPage } from '../connectors/connectors_page';
import { ConnectorsProvider } from '../connectors/store';
import { HistoryPage } from '../push/history/history_page';
import { InterruptedProvider } from '../push/interrupted';
import { InterruptedCallout } from '../push/interrupted_callout';
import { QueueCallout } from '../push/queue/queue_callout';
import { QueuePage } from '../push/queue/queue_page';
import { QueueProvider } from '../push/queue/store';
import { PushProvider } from '../push/store';
import { GateProvider } from '../vault/gate';
import { SecretsPage } from '../vault/secrets_page';
import { NotFound } from './not_found';
import { useRoute, type Route } from './route';

/** Everything that needs the engine: the pages, and what they share. */
export default function Body() {
  const route = useRoute();
  return (
    <ConnectorsProvider>
      <GateProvider>
        <CasesProvider>
          <PushProvider>
            <QueueProvider>
              <InterruptedProvider>
                {route.page !== 'queue' && <QueueCallout />}
                <InterruptedCallout isCasePage={route.page === 'case'} />
                <div key={keyOf(route)}>{pageOf(route)}</div>
              </InterruptedProvider>
            </QueueProvider>
          </PushProvider>
        </CasesProvider>
      </GateProvider>
    </ConnectorsProvider>
  );
}

function keyOf(route: Route): string {
  return route.page === 'connector' ? `connector ${route.id ?? ''}` : route.page;
}

function pageOf(route: Route) {
  switch (route.page) {
    case 'cases':
      return <ChoosePage />;
    case 'case':
      return <CasePage />;
    case 'connectors':
      return <ConnectorsPage />;
    case 'secrets':
      return <SecretsPage />;
    case 'history':
      return <HistoryPage />;
    case 'queue':
      return <QueuePage />;
    case 'connector':
      return <ConnectorPage id={route.id} />;
    case 'unknown':
      return <NotFound />;
  }
}
