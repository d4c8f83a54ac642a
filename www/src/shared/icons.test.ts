import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = new URL('../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');

/** What stands for an icon: the member or attribute `icon` or `iconType`, and the type of an `EuiIcon`. */
const PLACES = [/\bicon(?:Type)?[=:]\s*(\{[^}]*\}|"[^"]*"|'[^']*')/g, /<EuiIcon\s+type=(\{[^}]*\}|"[^"]*")/g];

/** A name that EUI does not know is taken for the address of a picture, and no compiler sees it. */
test('each icon that a page names is in the bundle', () => {
  const bundled = [...read('shared/icons.ts').matchAll(/^ {2}(\w+)(?:,|:)/gm)].map(([, name]) => name);
  const pages = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
  const places = pages.flatMap((page) => PLACES.flatMap((place) => [...read(page).matchAll(place)]));
  const named = places.flatMap(([, value]) =>
    [...(value ?? '').matchAll(/(?<!=== )['"](\w+)['"]/g)].map(([, it]) => it),
  );
  expect(named.length).toBeGreaterThan(80);
  expect(named.filter((name) => !bundled.includes(name))).toEqual([]);
});
