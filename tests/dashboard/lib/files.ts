import { readFileSync } from 'node:fs';

/** A case of the project's fixtures, as text. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/cases/${name}.json`, import.meta.url), 'utf8');
}
