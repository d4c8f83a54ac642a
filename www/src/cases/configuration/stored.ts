import { createStore, useStore } from '../../shared/store';
import { list, object } from '../case_file';
import { readConfiguration, type Configuration } from './read';

/*
 * Kibana's case configurations, one for each owner, kept in this browser as they came in. Where it gives no storage they
 * last as long as the page.
 */

const KEY = 'case-connectors-dashboard/configurations';
const VERSION = 1;
/** Of the cases that are created here. */
const OWNER = 'securitySolution';

/** What came in is kept beside what was read of it: a later version of this page may read more. */
export interface Kept {
  raw: unknown;
  configuration: Configuration;
}

const kept = createStore<readonly Kept[]>(stored());
globalThis.addEventListener?.('storage', ({ key }) => {
  if (key === KEY) kept.change(stored);
});

export const configurations = (): readonly Kept[] => kept.get();

export const useConfigurations = (): readonly Kept[] => useStore(kept, (all) => all);

/** That of an owner. */
export function configurationOf(all: readonly Kept[], owner: string | null): Configuration | null {
  return all.find(({ configuration }) => configuration.owner === owner)?.configuration ?? null;
}

/** That of new cases: of security, or else the only one. */
export function configurationOfNew(all: readonly Kept[]): Configuration | null {
  return configurationOf(all, OWNER) ?? (all.length === 1 ? (all[0]?.configuration ?? null) : null);
}

/** Which of them would take the place of another. */
export function replacing(all: readonly Kept[], given: readonly Kept[]): Kept[] {
  return given.filter(({ configuration }) => {
    const here = configurationOf(all, configuration.owner);
    return here !== null && JSON.stringify(here) !== JSON.stringify(configuration);
  });
}

export function keepConfigurations(given: readonly Kept[]): void {
  // Of several for one owner the last one counts.
  change((all) => [...new Map([...all, ...given].map((it) => [it.configuration.owner, it])).values()]);
}

export function deleteConfiguration(owner: string): void {
  change((all) => all.filter((it) => it.configuration.owner !== owner));
}

/** Answers `false` where another one of its owner has come meanwhile: that one stays. */
export function bringBack(it: Kept): boolean {
  if (configurationOf(kept.get(), it.configuration.owner)) return false;
  keepConfigurations([it]);
  return true;
}

/** As `GET /api/cases/configure` answers them. */
export const exported = (): unknown[] => kept.get().map(({ raw }) => raw);

function change(to: (all: readonly Kept[]) => readonly Kept[]): void {
  kept.change(to);
  try {
    localStorage.setItem(KEY, JSON.stringify({ version: VERSION, configurations: exported() }));
  } catch {
    // They last as long as the page.
  }
}

function stored(): readonly Kept[] {
  try {
    const it = object(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    if (it.version !== VERSION) return [];
    return list(it.configurations).flatMap(keptOf);
  } catch {
    // No storage, or not ours.
    return [];
  }
}

/** One that this version of the page cannot read is left out, and takes no other with it. */
function keptOf(raw: unknown): Kept[] {
  try {
    return [{ raw, configuration: readConfiguration(raw) }];
  } catch {
    return [];
  }
}
