// What the other team did in the incidents of cases, and what a person has chosen of it.
import type { AbortSignal } from '../platform.js';
import type { ApplyOptions, PullAllOptions, PullChoices, Pulled, PullOptions, PullResult } from '../types.js';
import type { CaseBytes } from './arguments.js';
import { detailsOf } from './bulk.js';
import { type Prepared, prepare } from './connectors.js';
import { complete, type HostContext } from './context.js';
import { drive } from './drive.js';
import { type Change, engine, hostError } from './engine.js';
import { inTurn, iso, readJournal } from './push.js';
import { quietly } from './quietly.js';
import { withSecrets } from './vault.js';
import { workAt } from './workers.js';

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
): Promise<Pulled> {
  const connector = stored(prepared);
  const { handle, store } = context;
  const { journal } = await readJournal(context, input, prepared);
  const record = await store.get('journal', engine('pullKey', prepared.caseId, connector));
  const given = { ...now(context, prepared), timeoutMs };
  const begin = () => engine('runPull', handle, journal, record, given);
  const controller = new AbortController();
  const abort = () => controller.abort();
  const signals = [signal as AbortSignal | null | undefined, context.closing.signal as AbortSignal];
  if (signals.some((it) => it?.aborted)) abort();
  for (const it of signals) it?.addEventListener('abort', abort);
  try {
    const run = await withSecrets(context, connector, begin);
    return (await drive(context, run, { signal: controller.signal as AbortSignal, tell() {} })) as Pulled;
  } finally {
    for (const it of signals) it?.removeEventListener('abort', abort);
  }
}

/** Pulls many cases, several at once; each ends by itself. */
export async function pullAll(
  context: HostContext,
  inputs: readonly CaseBytes[],
  { onResult, signal, connectorId, ...options }: PullAllOptions,
): Promise<PullResult[]> {
  const results: (PullResult | undefined)[] = inputs.map(() => undefined);
  const named: { at: number; input: CaseBytes; prepared: Prepared }[] = [];
  let finished = 0;
  const end = (at: number, result: PullResult) => {
    finished += 1;
    results[at] = result;
    quietly(() => onResult?.(result, { finished, count: inputs.length }));
  };
  for (const [at, input] of inputs.entries()) {
    try {
      named.push({ at, input, prepared: await prepare(context, input, connectorId ?? undefined) });
    } catch (error) {
      end(at, { caseId: null, connectorId: null, pulled: null, error: detailsOf(error) });
    }
  }
  const one = async (place: number, skipped: unknown) => {
    const job = named[place];
    if (job === undefined) return null;
    const { at, input, prepared } = job;
    const ids = { caseId: prepared.caseId, connectorId: prepared.connectorId };
    try {
      if (skipped !== null) throw skipped;
      end(at, { ...ids, pulled: await pullNow(context, input, prepared, { ...options, signal }), error: null });
      return null;
    } catch (error) {
      const details = detailsOf(error);
      end(at, { ...ids, pulled: null, error: details });
      return details;
    }
  };
  const isStopped = async () => signal?.aborted === true || context.closing.signal.aborted;
  const ids = named.map(({ prepared }) => prepared.connectorId);
  await workAt(context, ids, isStopped, one);
  for (const { at, prepared } of named) {
    if (results[at] !== undefined) continue;
    const ids = { caseId: prepared.caseId, connectorId: prepared.connectorId };
    end(at, { ...ids, pulled: null, error: detailsOf(hostError('ABORTED')) });
  }
  return results as PullResult[];
}

/** The case's new bytes. What was decided is kept, so that no pull asks again and no push sends it back. */
export async function apply(
  context: HostContext,
  input: CaseBytes,
  pulled: Pulled,
  choices: PullChoices,
  { save }: ApplyOptions,
): Promise<Uint8Array> {
  const bytes = engine('pullApplied', input.bytes, pulled, choices);
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
