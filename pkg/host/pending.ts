// Pushes that did not complete: which they are, and how they go on.
import type { PushOutcome } from '../push-types.js';
import type { InterruptedPush, RunOptions } from '../types.js';
import type { CaseBytes } from './arguments.js';
import { connectors } from './connectors.js';
import { complete, type HostContext } from './context.js';
import { engine, hostError } from './engine.js';
import { iso, push } from './push.js';

/** A pending push as it is stored, without the bytes of the case. */
export interface Pending {
  caseId: string;
  connectorId: string;
  title: string;
  pushedBy: RunOptions['pushedBy'];
  /** Its place in the queue, where it was put into it. */
  order: number | null;
}

type Stored = Partial<{ case: Uint8Array; pages: unknown[] }>;

/** The pending pushes, oldest first; those that cannot be read are set aside. */
export async function pendingPushes(context: HostContext): Promise<Pending[]> {
  const entries = await context.store.entries('pending', '');
  const without = entries.map(([key, value]) => {
    const { case: bytes, pages: _, ...record } = (value ?? {}) as Stored;
    return [key, { ...record, hasCase: ArrayBuffer.isView(bytes) }];
  });
  const { pending, changes } = engine('pendingRead', without, iso(context.clock.now()));
  if (changes.length > 0) await context.store.write(complete(changes, entries));
  return pending;
}

/** Those that no tab is at work on, as a person sees them. */
export async function interrupted(context: HostContext): Promise<InterruptedPush[]> {
  const held = await context.locks.held();
  const pending = await pendingPushes(context);
  return engine('pendingShown', pending, held, pending.length > 0 ? await connectors(context) : []);
}

/** Finishes the pending push of a case, with this connector where one is named. */
export async function resume(
  context: HostContext,
  caseId: string,
  options: RunOptions,
): Promise<PushOutcome & { caseId: string }> {
  const meant = engine('pendingChoose', await pendingPushes(context), caseId, options.connectorId ?? undefined);
  return { ...(await takeUp(context, meant.caseId, meant.connectorId, options)), caseId };
}

/** Takes a pending push up again, from the case as it was kept. */
export async function takeUp(
  context: HostContext,
  caseId: string,
  connectorId: string,
  options: RunOptions,
): Promise<PushOutcome> {
  const stored = (await context.store.get('pending', engine('journalKey', caseId, connectorId))) as
    | (Stored & Pending)
    | undefined;
  if (stored === undefined) throw hostError('NOTHING_PENDING');
  const input: CaseBytes = { bytes: stored.case ?? new Uint8Array(), pages: stored.pages ?? [] };
  const { order } = stored;
  return push(context, input, { ...options, connectorId, order, pushedBy: options.pushedBy ?? stored.pushedBy });
}
