import { readFileSync } from 'node:fs';

/** A case of the project's fixtures, as text. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/cases/${name}.json`, import.meta.url), 'utf8');
}

/** Many cases, as `_find` answers them, each a little different. */
export function manyCases(number: number): { cases: object[]; total: number } {
  const of = <T>(values: readonly T[], at: number) => values[at % values.length]!;
  const cases = Array.from({ length: number }, (_, at) => ({
    ...(JSON.parse(fixture('phishing')) as object),
    id: `many-${at}`,
    title: `Alert ${at} on host PAY-${String(at).padStart(4, '0')}`,
    severity: of(['low', 'medium', 'high', 'critical'], at),
    status: of(['open', 'in-progress', 'closed'], at),
    tags: [`team-${at % 20}`, of(['phishing', 'malware', 'insider'], at)],
    updated_at: new Date(Date.UTC(2027, 0, 1) + at * 60_000).toISOString(),
  }));
  return { cases, total: number };
}
