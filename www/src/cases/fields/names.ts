// The names of what was found by a search and chosen: a case keeps an id alone, and a system tells no name by it.

const KEY = 'case-connectors-dashboard/names';
const MOST = 500;

const keyOf = (connectorId: string, value: unknown) => `${connectorId} ${JSON.stringify(value)}`;

type Name = [key: string, name: string];

const isName = (it: unknown): it is Name => Array.isArray(it) && it.every((word) => typeof word === 'string');

function read(): Name[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isName) : [];
  } catch {
    return [];
  }
}

/** The name of a value that was chosen in this browser. */
export function nameOf(connectorId: string, value: unknown): string | undefined {
  const key = keyOf(connectorId, value);
  return read().find(([other]) => other === key)?.[1];
}

export function keepName(connectorId: string, value: unknown, name: string): void {
  const key = keyOf(connectorId, value);
  const kept = [[key, name] as const, ...read().filter(([other]) => other !== key)].slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Without storage the id is shown after a reload.
  }
}

/** What stands for a value that none of the choices is, such as one that somebody typed or that is no longer offered. */
export function labelOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { value: words, name, accountId, key, id } = value as { [name: string]: unknown };
  return String(words ?? name ?? accountId ?? key ?? id ?? JSON.stringify(value));
}
