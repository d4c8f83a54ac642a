// Stored connectors: reads them, and writes what the engine makes of drafts.
import type { ConnectorDraft, ConnectorSecrets, StoredConnector } from '../types.js';
import type { Problem } from '../form-types.js';
import { alone, complete, type HostContext } from './context.js';
import { engine } from './engine.js';
import { choiceRecord, settingsRecord } from './settings.js';
import { keeping, readStored, recordsOf, type Stored, sealed, withSecrets } from './vault.js';

export type SaveResult =
  | { saved: true; connector: StoredConnector; problems: Problem[] }
  | { saved: false; connector: null; problems: Problem[] };

/** A case as it is pushed, with the connector that pushes it. */
export interface Prepared {
  caseId: string;
  title: string;
  connectorId: string;
  /** `null` where a delegate pushes, whose connectors are its own. */
  connector: StoredConnector | null;
  /** The case, with the choice of a person in the place of its own connector. */
  bytes: Uint8Array;
}

export async function connectors(context: HostContext): Promise<StoredConnector[]> {
  const stored = await readStored(context);
  const { connectors, changes } = engine('connectorsList', context.handle, recordsOf(stored), context.clock.now());
  await context.store.write(complete(changes, stored.connectors));
  const told = connectors.map(({ id }) => context.store.get('fields', engine('deploymentKey', id)));
  const records = await Promise.all(told);
  return connectors.map((connector, at) => ({
    ...connector,
    deployment: engine('deploymentRead', connector, records[at]),
  }));
}

export function saveConnector(context: HostContext, draft: ConnectorDraft): Promise<SaveResult> {
  const { store, handle, clock } = context;
  return keeping(context, async () => {
    const stored = await readStored(context);
    const save = () => engine('connectorsSave', handle, draft, recordsOf(stored), context.license(), clock.now());
    const { changes, seal, ...result } = await withOthers(context, draft, stored, save);
    // Sealed secrets are written together with their connector.
    await store.write([...complete(changes, stored.connectors), ...(await sealed(context, seal, stored.key))]);
    return result;
  });
}

/** Where a draft fills in one secret of several, the engine has the others meanwhile, so that it can keep them. */
async function withOthers<T>(context: HostContext, draft: ConnectorDraft, stored: Stored, save: () => T): Promise<T> {
  const { connector, takesItsSecrets } = draft.id ? existing(context, draft, stored) : { connector: null };
  return connector && !takesItsSecrets ? withSecrets(context, connector, save) : save();
}

export function deleteConnector(context: HostContext, id: string): Promise<void> {
  const { store, handle, channel, clock } = context;
  return alone(context, async () => {
    const read = [store.entries('connectors', ''), store.entries('choices', ''), settingsRecord(context)] as const;
    const [connectors, choices, settings] = await Promise.all(read);
    const { changes, pause } = engine('connectorsDelete', handle, id, { connectors, choices, settings }, clock.now());
    await store.write(changes);
    if (pause !== null) channel.post({ kind: 'pause', ...pause });
  });
}

export function setSecrets(context: HostContext, id: string, secrets: ConnectorSecrets): Promise<void> {
  const { store, handle, clock } = context;
  return keeping(context, async () => {
    const stored = await readStored(context);
    const asked = engine('secretsSet', handle, id, secrets, recordsOf(stored), clock.now());
    await store.write(await sealed(context, asked, stored.key));
  });
}

/** What a draft is judged against before it is saved; `takesItsSecrets` where the stored connector's secrets are meant. */
export function existing(
  context: HostContext,
  draft: ConnectorDraft,
  stored: Stored,
): { connector: StoredConnector | null; takesItsSecrets: boolean } {
  return engine('connectorsExisting', context.handle, draft, recordsOf(stored));
}

/**
 * Finds the connector of a case: the one that was asked for, or the one that the engine finds in the records. What a person has
 * chosen since counts no more of a case that `isAsKept`.
 */
export async function prepare(
  context: HostContext,
  { bytes, pages }: { bytes: Uint8Array; pages: unknown[] },
  asked?: string | undefined,
  isAsKept = false,
  { caseId, title, own } = engine('caseNames', context.handle, bytes, pages),
): Promise<Prepared> {
  const { store, handle } = context;
  const chosen = isAsKept ? undefined : choiceRecord(context, caseId);
  const read = [chosen, settingsRecord(context), store.entries('connectors', '')] as const;
  const [choice, settings, connectors] = await Promise.all(read);
  const found = engine('caseConnector', handle, own ?? undefined, asked, choice, settings, { connectors });
  const { connectorId, connector, caseConnector } = found;
  const written = caseConnector === null ? bytes : engine('caseWithConnector', bytes, caseConnector);
  return { caseId, title, connectorId, connector, bytes: written };
}
