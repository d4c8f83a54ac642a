import type { PluginFetchOptions, PluginHttp } from 'case-connectors/plugin';
import { simulated } from '../shared/simulated';

/** The page is served at the root of its origin, and so would its Kibana be. A simulated one has an origin of its own. */
export function createHttp(): PluginHttp {
  return { basePath: { get: () => '', prepend: (path) => path, serverBasePath: '' }, fetch: ask };
}

/** As Kibana's own: it names itself and the version, and rejects where the status is an error, with the answer. */
async function ask(path: string, { method, headers, signal, body, version }: PluginFetchOptions) {
  const { kibana = '' } = await simulated();
  const response = await fetch(kibana + path, {
    method,
    signal,
    headers: { ...headers, 'kbn-xsrf': 'dashboard', ...(version && { 'elastic-api-version': version }) },
    ...(body !== undefined && { body }),
  });
  if (response.ok) return { response };
  const read: unknown = await response.json().catch(() => null);
  throw Object.assign(new Error(response.statusText), { response, body: read });
}
