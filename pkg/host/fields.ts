// The live fields of stored connectors: read with their own credentials, kept with their age.
import type {
  ConnectorFields,
  FieldsOptions,
  LiveChoice,
  LiveField,
  SearchOptions,
  StoredConnector,
} from '../types.js';
import { connectors } from './connectors.js';
import type { HostContext } from './context.js';
import { driveUntil } from './drive.js';
import { detailsOf, type Entry, engine, hostError } from './engine.js';
import { withSecrets } from './vault.js';

/**
 * What is kept, unless it is old or somebody asks for more; else what the system answers. Where that cannot be had, what is kept
 * comes with the reason.
 */
export async function connectorFields(
  context: HostContext,
  connectorId: string,
  { issueType, incidentId, refresh, ...options }: FieldsOptions,
): Promise<ConnectorFields> {
  const connector = await stored(context, connectorId);
  const asked = issueType || undefined;
  const incident = incidentId || undefined;
  const record = await context.store.get('fields', engine('fieldsKey', connectorId, asked));
  const kept = engine('fieldsRead', connector, record, context.clock.now(), incident);
  const isFresh = kept !== null && !kept.isOld && refresh !== true;
  if (isFresh && kept.isWhole) return { ...kept.fields, error: null };
  const given = { ...options, issueType: asked, incidentId: incident, known: isFresh ? record : null };
  try {
    const begin = () => engine('runFields', context.handle, connector, given);
    const fields = await driveUntil(context, options.signal, () => withSecrets(context, connector, begin));
    return { ...(fields as ConnectorFields), error: null };
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
  return (await driveUntil(context, options.signal, () => withSecrets(context, connector, begin))) as LiveChoice[];
}

/** What is kept of a connector's live fields, for all issue types. */
export const keptFields = ({ store }: HostContext, connectorId: string): Promise<Entry[]> =>
  store.entries('fields', engine('fieldsPrefix', connectorId));

async function stored(context: HostContext, connectorId: string): Promise<StoredConnector> {
  const connector = (await connectors(context)).find(({ id }) => id === connectorId);
  if (connector === undefined) throw hostError('CONNECTOR_UNKNOWN');
  return connector;
}
