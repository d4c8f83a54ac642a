import { EuiButton, EuiEmptyPrompt } from '@elastic/eui';
import { CasePage } from './case_page';
import { useCases } from '../cases/cases';
import { ConfigurePage } from '../connectors/configure_page';
import { ConnectorsProvider } from '../core/stored_connectors';
import { DatabaseNote } from '../push/database_note';
import { HistoryPage } from '../push/history/history_page';
import { InterruptedProvider } from '../push/interrupted';
import { InterruptedCallout } from '../push/interrupted_callout';
import { QueueCallout } from '../push/queue/queue_callout';
import { QueuePage } from '../push/queue/queue_page';
import { QueueProvider } from '../push/queue/queue_provider';
import { NewsProvider } from '../push/pull/news_context';
import { PushProvider } from '../push/push_provider';
import { GateProvider } from '../vault/gate_provider';
import { SecretsPage } from '../vault/secrets_page';
import { Deletions } from './deletions';
import { FactsOfEngine } from './facts_of_engine';
import { useTitle } from '../shared/page_heading';
import { linkTo, paths, useRoute, type Route } from '../shared/route';

/** Everything that needs the engine: the pages, and what they share. */
export default function Body() {
  const route = useRoute();
  const { caseOf } = useCases();
  const caseId = route.page === 'case' ? (caseOf(route.key)?.view.id ?? null) : null;
  return (
    <ConnectorsProvider>
      <GateProvider>
        <PushProvider>
          <QueueProvider>
            <NewsProvider>
              <InterruptedProvider>
                <Deletions />
                <FactsOfEngine isWanted={route.page === 'cases'} />
                <DatabaseNote />
                {route.page !== 'queue' && <QueueCallout />}
                <InterruptedCallout caseId={caseId} />
                <div key={keyOf(route)}>{pageOf(route)}</div>
              </InterruptedProvider>
            </NewsProvider>
          </QueueProvider>
        </PushProvider>
      </GateProvider>
    </ConnectorsProvider>
  );
}

function keyOf(route: Route): string {
  return route.page === 'case' ? `case ${route.key}` : route.page;
}

function pageOf(route: Route) {
  switch (route.page) {
    case 'cases':
      // The list stands outside: it does not wait for the engine.
      return null;
    case 'case':
      return <CasePage caseKey={route.key} />;
    case 'configure':
      return <ConfigurePage isAdding={route.isAdding} />;
    case 'secrets':
      return <SecretsPage />;
    case 'history':
      return <HistoryPage />;
    case 'queue':
      return <QueuePage />;
    case 'unknown':
      return <NotFound />;
  }
}

function NotFound() {
  useTitle('There is no such page');
  return (
    <EuiEmptyPrompt
      iconType="magnify"
      title={<h1>There is no such page</h1>}
      body={<p>The address may be mistyped, or the page was removed.</p>}
      actions={
        <EuiButton fill {...linkTo(paths.cases)}>
          Go to the cases
        </EuiButton>
      }
    />
  );
}
