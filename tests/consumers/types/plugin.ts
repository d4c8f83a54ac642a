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
/** As Kibana's licensing plugin has it, and RxJS. */
type LicenseType = 'basic' | 'standard' | 'gold' | 'platinum' | 'enterprise' | 'trial';
interface ILicense {
  uid?: string;
  status?: 'active' | 'invalid' | 'expired';
  isActive: boolean;
  expiryDateInMillis?: number;
  type?: LicenseType;
  isAvailable: boolean;
  hasAtLeast(minimumLicenseRequired: LicenseType): boolean;
  getUnavailableReason(): string | undefined;
}
interface Observer<T> {
  next: (value: T) => void;
  // biome-ignore lint/suspicious/noExplicitAny: as RxJS declares it.
  error: (err: any) => void;
  complete: () => void;
}
declare class Subscription {
  closed: boolean;
  unsubscribe(): void;
}
declare class Observable<T> {
  subscribe(observerOrNext?: Partial<Observer<T>> | ((value: T) => void)): Subscription;
  /** @deprecated */
  subscribe(
    next?: ((value: T) => void) | null,
    // biome-ignore lint/suspicious/noExplicitAny: as RxJS declares it.
    error?: ((error: any) => void) | null,
    complete?: (() => void) | null,
  ): Subscription;
}
interface LicensingPluginStart {
  license$: Observable<ILicense>;
  refresh(): Promise<ILicense>;
  getLicense(): Promise<ILicense>;
}
declare const licensing: LicensingPluginStart;
declare const older: { getLicense(): Promise<ILicense> };
declare const connectorTypes: ConnectorTypeRegistry;

export const it: CaseConnectorsPlugin = plugin({
  pushBy: 'kibana',
  open: ({ http }) => ({ namespace: http.basePath.get() }),
});
export const names: readonly string[] = it.setup(core, { connectorTypes }).connectorTypes.map(({ name }) => name);
export const client: Promise<CaseConnectors> = it.start(core, { licensing }).client();
export const asked = it.start(core, { licensing: older });
export const stopped: Promise<void> = it.stop();

// @ts-expect-error Nobody else pushes.
plugin({ pushBy: 'server' });

// @ts-expect-error A name says nothing of whether it is active.
it.start(core, { licensing: { getLicense: async () => ({ type: 'gold' }) } });
// @ts-expect-error Nobody to ask.
it.start(core, { licensing: {} });
