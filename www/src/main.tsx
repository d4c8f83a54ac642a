import './shared/icons';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { caseConnectors } from './core/case_connectors';
import { createCore } from './core/core';
import { keepExchange } from './push/history/exchanges';

// As in Kibana: every plugin is set up, then started, then the application is drawn.
const core = createCore();
const connectors = caseConnectors(keepExchange);
connectors.setup(core);
const services = { ...core, caseConnectors: connectors.start(core) };
core.application.register({
  id: 'cases',
  title: 'Cases - case-connectors',
  mount: ({ element }) => {
    const root = createRoot(element);
    root.render(<App services={services} />);
    return () => root.unmount();
  },
});

const element = document.getElementById('root');
if (element) core.application.open('cases', element);

// While developing, a new version takes the place of this one without a reload.
import.meta.hot?.dispose(() => {
  core.application.close();
  void connectors.stop();
});
