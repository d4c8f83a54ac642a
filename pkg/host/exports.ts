// Connectors in and out of the storage, without their secrets.
import type { ErrorDetails } from '../push-types.js';
import type { Connector } from '../systems.js';
import { alone, complete, type HostContext } from './context.js';
import { engine } from './engine.js';
import { readStored, recordsOf } from './vault.js';

/** What must be entered again. */
export interface MissingSecrets {
  connectorId: string;
  name: string;
  /**
   * The paths of the fields, such as `secrets.apiToken`. `secrets.recognitionKey` is there too where the connector has one, or
   * where its secrets are sealed and nobody can see whether it has.
   */
  fields: string[];
}

export interface ConnectorExport {
  format: 'case-connectors';
  version: number;
  connectors: (Connector & { schemaVersion: number })[];
  missingSecrets: MissingSecrets[];
}

/** A value of a stored connector in whose place an import would put another one. */
export interface ConnectorChange {
  /** Its path: `name`, `type`, `config.apiUrl`, `config.advanced.colleagues`; `mappings.title` is all that becomes of the title. */
  field: string;
  /** A list of mappings under `mappings`; `null` for what is not there. */
  before: unknown;
  after: unknown;
}

/** What an import would put in the place of a connector that is stored. */
export interface ReplacedConnector {
  id: string;
  name: string;
  changes: ConnectorChange[];
}

export interface ImportOptions {
  /** The ids of stored connectors that may be replaced. Any other one that differs stays as it is, with `CONNECTOR_EXISTS`. */
  replace?: readonly string[] | null;
}

export interface ImportResult {
  results: (
    | { name: string; saved: true; id: string }
    /** With `CONNECTOR_EXISTS` alone, `replaces` says what would change. */
    | { name: string | null; saved: false; error: ErrorDetails; replaces: ReplacedConnector | null }
  )[];
  missingSecrets: MissingSecrets[];
}

/** A stored record that could not be read. */
export interface AsideRecord {
  v: number;
  table: string;
  key: string;
  value: unknown;
  reason: string;
  at: string;
}

export async function exportConnectors(context: HostContext): Promise<ConnectorExport> {
  const stored = await readStored(context);
  const { data, changes } = engine('connectorsExport', context.handle, recordsOf(stored), context.clock.now());
  await context.store.write(complete(changes, stored.connectors));
  return data;
}

export function importConnectors(
  context: HostContext,
  data: unknown,
  { replace }: ImportOptions,
): Promise<ImportResult> {
  const { store, handle, clock } = context;
  return alone(context, async () => {
    const stored = await readStored(context);
    const [records, license] = [recordsOf(stored), context.license()];
    const asked = engine('connectorsImport', handle, data, replace ?? [], records, license, clock.now());
    const { changes, ...result } = asked;
    await store.write(complete(changes, stored.connectors));
    return result;
  });
}
