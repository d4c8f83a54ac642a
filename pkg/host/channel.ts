// The channel on which the tabs and workers of one storage hear each other.
import { letEnd } from './clock.js';

/** What they tell each other. Tabs that have an older version of the package understand the first three. */
export type Message =
  | { kind: 'progress'; progress: unknown }
  | { kind: 'abort'; caseId: string; connectorId?: string | undefined }
  | { kind: 'pause'; baseUrl: string; pause: unknown }
  /** Secrets in memory, and the key of a passphrase, are to be forgotten. */
  | { kind: 'lock' | 'wipe' }
  /** A lease was given back. */
  | { kind: 'free'; lock: string }
  /** The queue is another one now. */
  | { kind: 'queue' }
  /** The queue was stopped; `stops` counts how often. */
  | { kind: 'stop'; stops: number };

export interface Channel {
  /** Tells the others. */
  post(message: Message): void;
  /** Calls this with what the others tell, until the function that is answered is called. */
  listen(listener: (message: Message) => void): () => void;
  close(): void;
}

/** Joins the others of this storage. Where the platform has no channels, this one is alone. */
export function openChannel(store: string): Channel {
  const listeners = new Set<(message: Message) => void>();
  const channel = joined(`case-connectors/${store}`);
  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!isMessage(data)) return;
      // A copy: a listener may leave while it is called.
      for (const listener of [...listeners]) listener(data);
    };
    // Node would wait for messages for ever.
    letEnd(channel);
  }
  return {
    post(message) {
      try {
        channel?.postMessage(message);
      } catch {
        // A message that cannot be sent is news that others miss, and no failure of the push.
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close() {
      listeners.clear();
      channel?.close();
    },
  };
}

function joined(name: string): BroadcastChannel | null {
  try {
    return typeof globalThis.BroadcastChannel === 'function' ? new BroadcastChannel(name) : null;
  } catch {
    return null;
  }
}

/** What another version of the package says may be anything. */
function isMessage(data: unknown): data is Message {
  const { kind, caseId, baseUrl, lock, stops } = (data ?? {}) as Record<string, unknown>;
  if (kind === 'abort') return typeof caseId === 'string';
  if (kind === 'pause') return typeof baseUrl === 'string';
  if (kind === 'free') return typeof lock === 'string';
  if (kind === 'stop') return typeof stops === 'number';
  return kind === 'progress' || kind === 'lock' || kind === 'wipe' || kind === 'queue';
}
