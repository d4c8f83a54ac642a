import type { CaseConnectors, ConnectorDraft, SaveResult, StoredConnector } from 'case-connectors';
import type { ShownError } from '../shared/error';

/** A connector of which another tab has changed what this page changes too: nothing is overwritten unasked. */
export class ConnectorChanged extends Error implements ShownError {
  readonly code = 'CONNECTOR_CHANGED';
  readonly remedy: string;
  readonly field = null;
  readonly status = null;
  readonly remote = null;

  /** `now` is what is stored; `merged` what this page would save over it; nothing where another tab has deleted it. */
  constructor(readonly found: { now: StoredConnector; merged: ConnectorDraft } | null) {
    super(`Meanwhile another tab or window has ${found ? 'changed' : 'deleted'} this connector.`);
    this.remedy = found
      ? 'Nothing was saved. The rest of its changes is taken over; save again to put yours in the place of what both have changed.'
      : 'Nothing was saved. Copy what you still need, and add the connector anew.';
  }
}

/**
 * Saves what a person has changed of a connector as the page has seen it. What another tab has saved of it since then stays; where
 * both have changed the same, it throws `ConnectorChanged`.
 */
export async function saveChanges(
  store: CaseConnectors,
  id: string,
  seen: StoredConnector | ConnectorDraft,
  draft: ConnectorDraft,
): Promise<SaveResult> {
  const now = await storedNow(store, id);
  // What is typed as a secret is new: none is ever shown.
  const { merged, isConflict } = merge({ ...seen, secrets: undefined }, now, draft);
  if (isConflict) throw new ConnectorChanged({ now, merged: merged as ConnectorDraft });
  return store.saveConnector(merged as ConnectorDraft);
}

/** The connector as it is stored: this page has read it some time ago. */
export async function storedNow(store: CaseConnectors, id: string): Promise<StoredConnector> {
  const found = (await store.connectors()).find((it) => it.id === id);
  if (!found) throw new ConnectorChanged(null);
  return found;
}

type Members = { [name: string]: unknown };
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** What one has made of a value and another one as well; where they differ, mine. */
export function merge(seen: unknown, theirs: unknown, mine: unknown): { merged: unknown; isConflict: boolean } {
  if (isSame(mine, seen)) return { merged: theirs, isConflict: false };
  if (isObject(mine) && isObject(theirs)) {
    const before = isObject(seen) ? seen : {};
    const parts = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])].map(
      (name) => [name, merge(before[name], theirs[name], mine[name])] as const,
    );
    return {
      merged: Object.fromEntries(parts.map(([name, { merged }]) => [name, merged])),
      isConflict: parts.some(([, { isConflict }]) => isConflict),
    };
  }
  return { merged: mine, isConflict: !isSame(theirs, seen) && !isSame(theirs, mine) };
}
