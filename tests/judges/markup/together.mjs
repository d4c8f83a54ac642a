/**
 * All files of tests in one process: what the judges are made of takes seconds to load, and was loaded for each file anew. They
 * share nothing else. `node --test FILE` runs one.
 */
import { readdirSync } from 'node:fs';

for (const name of readdirSync(import.meta.dirname).sort())
  if (name.endsWith('.test.mjs')) await import(new URL(name, import.meta.url));
