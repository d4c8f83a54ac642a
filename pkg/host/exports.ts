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
  /** The paths of the fields, such as `secrets.apiToken`. */
  fields: string[];
}

export interface ConnectorExport {
  format: 'case-connectors';
  version: number;
  connectors: (Connector & { schemaVersion: number })[];
  missingSecrets: MissingSecrets[];
}

export interface ImportResult {
  results: ({ name: string; saved: true; id: string } | { name: string | null; saved: false; error: ErrorDetails })[];
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

export function importConnectors(context: HostContext, data: unknown): Promise<ImportResult> {
  const { store, handle, clock } = context;
  return alone(context, async () => {
    const stored = await readStored(context);
    const asked = engine('connectorsImport', handle, data, recordsOf(stored), context.license(), clock.now());
    const { changes, ...result } = asked;
    await store.write(complete(changes, stored.connectors));
    return result;
  });
}
