import type { CaseConnectors, PushOutcome, PushProgress, RunOptions } from 'case-connectors';
import { vi } from 'vitest';
import { createPushes, type Surroundings } from '../src/push/pushes';
import { CONNECTOR, outcome } from './samples';

/** A package whose pushes go on and end when a test says so: what it is asked to do, and nothing of how it does it. */
export function heldPackage() {
  const held = new Map<
    string,
    { options: RunOptions; end: (outcome: PushOutcome) => void; fail: (error: unknown) => void }
  >();
  let tellOfOthers: (progress: PushProgress) => void = () => {};
  const hold = (name: string, options: RunOptions) =>
    new Promise<PushOutcome>((end, fail) => {
      held.set(name, { options, end, fail });
    });
  const store = {
    push: vi.fn((_: unknown, options: RunOptions) => hold('push', options)),
    resume: vi.fn((_: string, options: RunOptions) => hold('resume', options)),
    resumeAll: vi.fn(),
    abort: vi.fn(),
    journal: vi.fn(async () => []),
    watch: (listener: (progress: PushProgress) => void) => {
      tellOfOthers = listener;
      return () => {};
    },
  };
  return {
    store,
    /** What was asked for last under this name, to go on with. */
    held: (name: 'push' | 'resume') => held.get(name)!,
    tellOfOthers: (progress: PushProgress) => tellOfOthers(progress),
  };
}

/** The pushes of a page, with everything around them made up. */
export function pushesOf(store: ReturnType<typeof heldPackage>['store'], members: Partial<Surroundings> = {}) {
  const made = {
    store: store as unknown as CaseConnectors,
    connectors: [CONNECTOR],
    isLocked: false,
    reload: vi.fn(async () => {}),
    takeOver: vi.fn<Surroundings['takeOver']>(async () => {}),
    toast: vi.fn(),
    withSecrets: <T>(action: () => Promise<T>) => action(),
    unlock: vi.fn(async () => true),
    enterSecret: vi.fn(async () => true),
  };
  const surroundings = { ...made, ...members } as Surroundings & typeof made;
  return { pushes: createPushes(() => surroundings), surroundings };
}

export const COMPLETE = outcome();
