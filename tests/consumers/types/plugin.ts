// The plugin, with a host whose core has more than it needs, in the words of Kibana's documents.
import type { CaseConnectors } from 'case-connectors';
import { plugin, type CaseConnectorsPlugin, type ConnectorTypeRegistry } from 'case-connectors/plugin';

interface IBasePath {
  readonly serverBasePath: string;
  readonly publicBaseUrl?: string;
  get: () => string;
  prepend: (url: string) => string;
  remove: (url: string) => string;
}

interface HttpFetchOptions extends RequestInit {
  prependBasePath?: boolean;
  asResponse?: boolean;
  rawResponse?: boolean;
  version?: string;
  query?: object;
}

interface HttpResponse<T> {
  readonly fetchOptions: Readonly<HttpFetchOptions & { path: string }>;
  readonly request: Readonly<Request>;
  readonly response?: Readonly<Response>;
  readonly body?: T;
}

interface HttpHandler {
  <T = unknown>(path: string, options: HttpFetchOptions & { asResponse: true }): Promise<HttpResponse<T>>;
  <T = unknown>(path: string, options?: HttpFetchOptions): Promise<T>;
}

interface CoreStart {
  application: { navigateToApp(id: string): Promise<void> };
  http: { basePath: IBasePath; fetch: HttpHandler; get: HttpHandler };
  notifications: { toasts: { addDanger(text: string): void } };
}

declare const core: CoreStart;
declare const licensing: { getLicense(): Promise<{ type?: 'basic' | 'gold' | 'platinum'; uid: string }> };
declare const connectorTypes: ConnectorTypeRegistry;

export const it: CaseConnectorsPlugin = plugin({ pushBy: 'kibana', open: ({ http }) => ({ namespace: http.basePath.get() }) });
export const names: readonly string[] = it.setup(core, { connectorTypes }).connectorTypes.map(({ name }) => name);
export const client: Promise<CaseConnectors> = it.start(core, { licensing }).client();
export const stopped: Promise<void> = it.stop();

// @ts-expect-error Nobody else pushes.
plugin({ pushBy: 'server' });
