import type { CaseConnectors } from './api.js';
import type { InitSource } from './load.js';
import type { AbortSignal, Response } from './platform.js';
import type { ConnectorType, ConnectorTypeId, License, OpenOptions } from './types.js';

type Api = typeof import('./index.js');

/**
 * What is used of a host's `core`. Kibana's `CoreSetup` and `CoreStart` have this shape, and so can any other host.
 */
export interface PluginCore {
  http: PluginHttp;
}

export interface PluginHttp {
  basePath: {
    /** Such as `/kibana/s/soc`: with the space, and empty where there is neither. */
    get(): string;
    prepend(path: string): string;
    /** Such as `/kibana`: without the space. */
    readonly serverBasePath?: string;
  };
  /** Only with `pushBy: 'kibana'`, for requests to Kibana itself. */
  fetch?(path: string, options: PluginFetchOptions): Promise<{ readonly response?: Readonly<Response> | undefined }>;
}

export interface PluginFetchOptions {
  method: string;
  headers: { [name: string]: string };
  signal: AbortSignal;
  body?: string;
  version?: string;
  prependBasePath: false;
  asResponse: true;
  rawResponse: true;
}

/** A host's registry of connector types. */
export interface ConnectorTypeRegistry {
  has(id: string): boolean;
  register(type: RegisteredConnectorType): void;
}

export interface ConnectorTypeSummary {
  readonly id: ConnectorTypeId;
  readonly name: string;
  readonly minimumLicense: License;
}

export interface RegisteredConnectorType extends ConnectorTypeSummary {
  /** The whole type with its form, and whether the licence is enough. Loads the engine. */
  form(): Promise<ConnectorType>;
}

export interface PluginsSetup {
  connectorTypes?: ConnectorTypeRegistry | undefined;
}

export interface PluginsStart {
  /** Kibana's licensing plugin. Without one nothing is limited. */
  licensing?: PluginLicensing | undefined;
}

/** Where the licence comes from. `license$` is followed, where there is one; else `getLicense` is asked once. */
export type PluginLicensing =
  | { readonly license$: PluginObservable<PluginLicense> }
  | { readonly license$?: undefined; getLicense(): Promise<PluginLicense> };

/** What Kibana's `ILicense` tells. One that is not available or not active allows nothing, whatever its type. */
export interface PluginLicense {
  readonly isAvailable: boolean;
  readonly isActive: boolean;
  hasAtLeast(minimum: Exclude<License, 'none'>): boolean;
}

/** What is used of an observable, such as one of RxJS. */
export interface PluginObservable<Value> {
  subscribe(observer: { next(value: Value): void; error(reason: unknown): void; complete(): void }): {
    unsubscribe(): void;
  };
}

export interface CaseConnectorsSetup {
  connectorTypes: readonly ConnectorTypeSummary[];
}

export interface CaseConnectorsStart {
  /** The functions of `case-connectors`. The first call loads the engine. */
  api(): Promise<Api>;
  /** The one client of the page. The first call loads the engine and opens the storage. Rejects after `stop()`. */
  client(): Promise<CaseConnectors>;
}

export interface PluginOptions {
  /** Who pushes: this browser, or Kibana's Cases API by `core.http.fetch`. The browser where it is missing. */
  pushBy?: 'browser' | 'kibana' | undefined;
  /** For `CaseConnectors.open()`; they come before what the plugin would choose. */
  open?: OpenOptions | ((core: PluginCore) => OpenOptions) | undefined;
  /** For `init()`, where the `.wasm` file lies elsewhere. */
  source?: InitSource | undefined;
}

export interface CaseConnectorsPlugin {
  /** Registers the connector types. It loads nothing. */
  setup(core: PluginCore, plugins?: PluginsSetup): CaseConnectorsSetup;
  start(core: PluginCore, plugins?: PluginsStart): CaseConnectorsStart;
  /** Aborts what is under way, waits until it has ended, and closes the storage. The pushes can be resumed. */
  stop(): Promise<void>;
}

export function plugin(options?: PluginOptions): CaseConnectorsPlugin;
