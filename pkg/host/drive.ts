// Performs the effects of a run, one at a time: a push from here, a push by Kibana, or the test of a connector.
import type { AbortSignal } from '../platform.js';
import { abortable } from './abort.js';
import type { HostContext } from './context.js';
import { engine } from './engine.js';
import type { Release } from './locks.js';
import { mayTry, keepTold } from './pauses.js';
import { quietly } from './quietly.js';
import type { StoreChange } from './store.js';

/** What a run asks for next, with how far it is. */
export type Effect =
  | { kind: 'write'; changes: StoreChange[] }
  /** `alone`: only where no other one tries; else it is looked again after so many milliseconds. */
  | { kind: 'send'; progress: unknown; alone: number | null }
  /** `taken`: its login was, and whoever waits for what comes of that need not wait for this one. */
  | { kind: 'wait'; ms: number; taken: boolean; progress: unknown }
  | { kind: 'done'; taken: boolean; progress: unknown };

/** What is particular to one run. */
export interface Drive {
  signal: AbortSignal;
  /** Aborts where the queue that it belongs to is stopped: it is still to be done then. */
  stop?: AbortSignal | null | undefined;
  /** Hears how far it is. */
  tell(progress: unknown): void;
  /** Is called each time that it waits, or ends, after its login was taken. */
  taken?: (() => void) | undefined;
  /** What is written in the place of these changes: with what records hold and the engine does not hand back, such as bytes. */
  fill?: ((changes: StoreChange[]) => StoreChange[] | Promise<StoreChange[]>) | undefined;
}

/** Drives a run to its end, answers what it has come to, and gives its memory back. */
export async function drive(context: HostContext, run: number, work: Drive): Promise<unknown> {
  try {
    await perform(context, run, work);
    return engine('runResult', run);
  } finally {
    engine('runFree', run);
  }
}

/** The same with a run that begins now, until its caller aborts it or the host is closed. */
export function driveUntil(
  context: HostContext,
  signal: unknown,
  begin: () => Promise<number>,
  { tell = () => {}, fill, taken }: Partial<Pick<Drive, 'tell' | 'fill' | 'taken'>> = {},
): Promise<unknown> {
  return abortable([signal, context.closing.signal], async (own) =>
    drive(context, await begin(), { signal: own.signal, tell, fill, taken }),
  );
}

async function perform(context: HostContext, run: number, { signal, stop, tell, taken, fill }: Drive): Promise<void> {
  const { clock, handle } = context;
  const baseUrl = engine('runBaseUrl', run);
  let leave: Release | null = null;
  let tried: Release | null = null;
  try {
    for (;;) {
      if (signal.aborted) engine('runAbort', run, stop?.aborted === true);
      const effect = engine('runNext', handle, run, clock.now(), Math.random());
      if (effect.kind === 'send' && leave === null && baseUrl !== undefined) {
        leave = await context.places(baseUrl).take(signal);
        // Asks again: what was learned while it waited counts.
        continue;
      }
      if (effect.kind === 'send' && effect.alone !== null && tried === null && baseUrl !== undefined) {
        tried = await mayTry(context, baseUrl);
        if (tried === null) {
          leave?.();
          leave = null;
          await wait(context, run, effect.alone, signal);
        }
        continue;
      }
      if (effect.kind !== 'write') tell(effect.progress);
      if ((effect.kind === 'wait' || effect.kind === 'done') && effect.taken) taken?.();
      if (effect.kind === 'done') return;
      if (effect.kind === 'send') await send(context, run, signal);
      leave?.();
      tried?.();
      leave = tried = null;
      if (effect.kind === 'write') await write(context, run, effect, fill);
      if (effect.kind === 'wait') await wait(context, run, effect.ms, signal);
    }
  } finally {
    leave?.();
    tried?.();
  }
}

async function wait({ clock }: HostContext, run: number, ms: number, signal: AbortSignal): Promise<void> {
  await clock.sleep(ms, signal);
  engine('runTick', run, clock.now());
}

async function write(
  context: HostContext,
  run: number,
  { changes }: Extract<Effect, { kind: 'write' }>,
  fill: Drive['fill'],
): Promise<void> {
  try {
    await context.store.write(fill ? await fill(changes) : changes);
  } catch (error) {
    const { code = 'STORE_FAILED', message } = error as { code?: string; message?: string };
    engine('runNotWritten', run, code, message);
    return;
  }
  engine('runWritten', run);
}

async function send(context: HostContext, run: number, signal: AbortSignal): Promise<void> {
  const { clock, handle, onExchange, delegateSend } = context;
  const begun = clock.now();
  await engine('runSend', handle, run, delegateSend, signal);
  const { exchange, pause, changes } = engine('runAnswered', handle, run, begun, clock.now());
  // A host's log must not stop a push.
  if (exchange !== null) quietly(() => onExchange?.(exchange));
  await keepTold(context, pause, changes);
}
