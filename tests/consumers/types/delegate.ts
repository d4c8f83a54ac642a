// Kibana as the delegate.
import { CaseConnectors, type Delegate } from 'case-connectors';

export const kibana: Delegate = { kind: 'kibana', url: '/kibana', space: 'soc' };
export const opened: Promise<CaseConnectors> = CaseConnectors.open({ delegate: kibana });

// @ts-expect-error There is no header for an API key: a page would have to hold it.
CaseConnectors.open({ delegate: { kind: 'kibana', url: '/kibana', apiKey: 'x' } });
