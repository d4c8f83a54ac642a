import type { QueuedPush } from 'case-connectors';

/** The parts of the queue that a person can look at. */
export const FILTERS = {
  all: { label: 'All', takes: () => true },
  open: { label: 'To do', takes: ({ result }: QueuedPush) => !result },
  stopped: { label: 'Not complete', takes: ({ result, state }: QueuedPush) => result !== null && state !== 'complete' },
  complete: { label: 'Complete', takes: ({ state }: QueuedPush) => state === 'complete' },
};
export type Filter = keyof typeof FILTERS;
export type Counts = { [name in Filter]: number };
