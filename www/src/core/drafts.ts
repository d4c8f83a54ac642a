import { useEffect, useState } from 'react';

/*
 * What was typed and is not saved yet, kept in this browser: it outlives another tab of the page, another route, a reload
 * and a crash. Of two tabs with the same form the one that typed last is kept. Never a secret.
 */

const PREFIX = 'case-connectors-dashboard/draft/';

function stored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null') as unknown;
  } catch {
    // No storage, or not ours.
    return null;
  }
}

/** Keeps it; `null` forgets it. Where the browser gives no storage, drafts last as long as their form. */
function keep(key: string, draft: string | null | undefined): void {
  try {
    if (draft) localStorage.setItem(PREFIX + key, draft);
    else localStorage.removeItem(PREFIX + key);
  } catch {
    // What is shown stays as it is.
  }
}

/** What was typed into a text, and the text as it was then. */
export interface TextDraft {
  seen: string;
  text: string;
}

/** The draft of a text that was being written when its form went away. */
export function textDraft(key: string): TextDraft | null {
  return isTextDraft(stored(key));
}

function isTextDraft(value: unknown): TextDraft | null {
  const { seen, text } = (value ?? {}) as Partial<TextDraft>;
  return typeof seen === 'string' && typeof text === 'string' ? { seen, text } : null;
}

export const forgetDraft = (key: string) => keep(key, null);

/** The keys of the drafts that begin so. */
export function draftKeys(prefix: string): string[] {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX + prefix));
    return names.map((name) => name.slice(PREFIX.length));
  } catch {
    return [];
  }
}

export interface Draft<T> {
  value: T;
  set: (next: T | ((now: T) => T)) => void;
  /** Whether something was typed that is not saved. */
  isDirty: boolean;
  /** Whether it comes from a form that went away. */
  isRestored: boolean;
  /** Back to the beginning: it was saved, or is not wanted. */
  clear: () => void;
}

/** How a draft is kept: `read` takes what was stored, or refuses it; `write` leaves out what must not be kept. */
export interface Keeping<T> {
  read: (kept: unknown, clean: T) => T | null;
  write: (value: T) => unknown;
}

/** Of a text. */
export const AS_TEXT: Keeping<TextDraft> = { read: isTextDraft, write: (draft) => draft };

/** The value of a form that begins with `clean`. */
export function useDraft<T>(key: string, clean: T, { read, write }: Keeping<T>): Draft<T> {
  const [begin, setBegin] = useState(clean);
  const [restored, setRestored] = useState(() => read(stored(key), clean));
  const [value, set] = useState(restored ?? clean);
  const [now, before] = [value, begin].map((it) => JSON.stringify(write(it)));
  const isDirty = now !== before;
  useEffect(() => keep(key, isDirty ? now : null), [key, isDirty, now]);
  const clear = () => {
    keep(key, null);
    setBegin(clean);
    set(clean);
    setRestored(null);
  };
  return { value, set, isDirty, isRestored: restored !== null, clear };
}
