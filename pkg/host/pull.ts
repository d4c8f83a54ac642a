// What the other team did in the incidents of cases, and what a person has chosen of it.
import type { ErrorDetails } from '../push-types.js';
import type { ApplyOptions, PullAllOptions, PullChoices, Pulled, PullOptions, PullResult } from '../types.js';
import type { CaseBytes } from './arguments.js';
import { type Prepared, prepare } from './connectors.js';
import { complete, type HostContext } from './context.js';
import { driveUntil } from './drive.js';
import { type Change, detailsOf, engine, hostError } from './engine.js';
import { inTurn, iso, readJournal } from './push.js';
import type { Store, StoreChange } from './store.js';
import { withSecrets } from './vault.js';
import { type Job, workAtAll } from './workers.js';

export async function pull(
  context: HostContext,
  input: CaseBytes,
  { connectorId, ...options }: PullOptions,
): Promise<Pulled> {
  return pullNow(context, input, await prepare(context, input, connectorId ?? undefined), options);
}

async function pullNow(
  context: HostContext,
  input: CaseBytes,
  prepared: Prepared,
  { signal, timeoutMs }: PullOptions,
  taken?: () => void,
): Promise<Pulled> {
  const connector = stored(prepared);
  const { handle, store } = context;
  const { journal } = await readJournal(context, input, prepared);
  const record = await store.get('journal', engine('pullKey', prepared.caseId, connector));
  const given = { ...now(context, prepared), timeoutMs };
  const begin = () => engine('runPull', handle, journal, record, given);
  const fill = (changes: StoreChange[]) => unlessDecided(store, changes, record);
  return (await driveUntil(context, signal, () => withSecrets(context, connector, begin), { fill, taken })) as Pulled;
}

/** Writes what was seen, if that is as it was when the pull began: what a person has decided meanwhile stays. */
async function unlessDecided(store: Store, changes: StoreChange[], record: unknown): Promise<StoreChange[]> {
  for (const change of changes) {
    if (change.kind !== 'put') continue;
    const { table, key, value } = change;
    await store.exchange(table, key, (stored) => (engine('pullIsAsRead', record, stored) ? value : undefined));
  }
  return [];
}

/** Pulls many cases, several at once; each ends by itself. */
export async function pullAll(
  context: HostContext,
  inputs: readonly CaseBytes[],
  { onResult, signal, connectorId, ...options }: PullAllOptions,
): Promise<PullResult[]> {
  const jobs: Job<{ input: CaseBytes; prepared: Prepared }>[] = [];
  for (const input of inputs) {
    try {
      const prepared = await prepare(context, input, connectorId ?? undefined);
      jobs.push({ input, prepared, connectorId: prepared.connectorId });
    } catch (error) {
      jobs.push({ error: detailsOf(error) });
    }
  }
  const none = (job: { prepared: Prepared } | null, error: ErrorDetails): PullResult => {
    const { caseId = null, connectorId = null } = job?.prepared ?? {};
    return { caseId, connectorId, pulled: null, error };
  };
  return workAtAll<{ input: CaseBytes; prepared: Prepared }, PullResult>(context, jobs, {
    isStopped: async () => signal?.aborted === true || context.closing.signal.aborted,
    onResult,
    async one(job, skipped, taken) {
      const { input, prepared } = job;
      const { caseId, connectorId } = prepared;
      try {
        if (skipped !== null) throw skipped;
        const pulled = await pullNow(context, input, prepared, { ...options, signal }, taken);
        return { caseId, connectorId, pulled, error: null };
      } catch (error) {
        return none(job, detailsOf(error));
      }
    },
    none,
    endOf: ({ error }) => error,
  });
}

/** The case's new bytes. What was decided is kept, so that no pull asks again and no push sends it back. */
export async function apply(
  context: HostContext,
  input: CaseBytes,
  pulled: Pulled,
  choices: PullChoices,
  { save }: ApplyOptions,
): Promise<Uint8Array> {
  const bytes = engine('pullApplied', input.bytes, input.pages, pulled, choices);
  const taken = { ...input, bytes };
  const prepared = await prepare(context, taken, pulled.connectorId);
  const connector = stored(prepared);
  const { handle, store } = context;
  const turn = { ifHeld: 'wait', signal: null, stop: null, tell() {} } as const;
  await inTurn(context, prepared, turn, async () => {
    // Before it is kept that nobody needs to be asked again.
    await save?.(bytes);
    const { journal, entries } = await readJournal(context, taken, prepared);
    const record = await store.get('journal', engine('pullKey', prepared.caseId, connector));
    const decision = { pulled, choices };
    const changes = engine('pullDecided', handle, journal, record, decision, now(context, prepared));
    await store.write(complete(changes as Change[], entries));
  });
  return bytes;
}

const now = (context: HostContext, { caseId }: Prepared) => ({
  now: iso(context.clock.now()),
  caseId,
  license: context.license(),
});

function stored({ connector }: Prepared) {
  if (connector !== null) return connector;
  throw hostError('OPTIONS_INVALID', 'Kibana does not tell what others did: a pull needs a connector of this host.');
}
