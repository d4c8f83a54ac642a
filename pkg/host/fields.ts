// The live fields of stored connectors: read with their own credentials, kept with their age.
import type {
  ConnectorFields,
  FieldsOptions,
  LiveChoice,
  LiveField,
  SearchOptions,
  StoredConnector,
} from '../types.js';
import { detailsOf } from './bulk.js';
import { connectors } from './connectors.js';
import type { HostContext } from './context.js';
import { drive } from './drive.js';
import { type Entry, engine, hostError } from './engine.js';
import { withSecrets } from './vault.js';

/**
 * What is kept, unless it is old or somebody asks for more; else what the system answers. Where that cannot be had, what is kept
 * comes with the reason.
 */
export async function connectorFields(
  context: HostContext,
  connectorId: string,
  { issueType, refresh, ...options }: FieldsOptions,
): Promise<ConnectorFields> {
  const connector = await stored(context, connectorId);
  const asked = issueType || undefined;
  const record = await context.store.get('fields', engine('fieldsKey', connectorId, asked));
  const kept = engine('fieldsRead', connector, record, context.clock.now());
  if (kept !== null && !kept.isOld && refresh !== true) return { ...kept.fields, error: null };
  try {
    const begin = () => engine('runFields', context.handle, connector, { ...options, issueType: asked });
    return { ...((await query(context, connector, begin, options)) as ConnectorFields), error: null };
  } catch (thrown) {
    if (kept === null || options.signal?.aborted) throw thrown;
    return { ...kept.fields, error: detailsOf(thrown) };
  }
}

export async function searchChoices(
  context: HostContext,
  connectorId: string,
  field: LiveField,
  words: string,
  options: SearchOptions,
): Promise<LiveChoice[]> {
  const connector = await stored(context, connectorId);
  const begin = () => engine('runSearch', context.handle, connector, field, words, options);
  return (await query(context, connector, begin, options)) as LiveChoice[];
}

/** What is kept of a connector's live fields, for all issue types. */
export const keptFields = ({ store }: HostContext, connectorId: string): Promise<Entry[]> =>
  store.entries('fields', engine('fieldsPrefix', connectorId));

async function stored(context: HostContext, connectorId: string): Promise<StoredConnector> {
  const connector = (await connectors(context)).find(({ id }) => id === connectorId);
  if (connector === undefined) throw hostError('CONNECTOR_UNKNOWN');
  return connector;
}

async function query(
  context: HostContext,
  connector: StoredConnector,
  begin: () => number,
  { signal }: SearchOptions,
): Promise<unknown> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const signals = [signal as AbortSignal | null | undefined, context.closing.signal as AbortSignal];
  if (signals.some((it) => it?.aborted)) abort();
  for (const it of signals) it?.addEventListener('abort', abort);
  try {
    const run = await withSecrets(context, connector, begin);
    return await drive(context, run, { signal: controller.signal as AbortSignal, tell() {} });
  } finally {
    for (const it of signals) it?.removeEventListener('abort', abort);
  }
}
