// The public functions of the package, as its declarations name them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = dirname(createRequire(import.meta.url).resolve('case-connectors/package.json'));
const declared = (file) => readFileSync(join(folder, file), 'utf8');

export const FUNCTIONS = ['api.d.ts', 'forms-api.d.ts', 'drafts.d.ts'].flatMap((file) =>
  [...declared(file).matchAll(/^export function (\w+)/gm)].map(([, name]) => name),
);

/** The public methods of a class. */
export function methods(file, name) {
  const [, body] = declared(file).split(new RegExp(`^export (?:declare )?class ${name} \\{`, 'm'));
  return [...body.split(/^\}/m)[0].matchAll(/^ {2,4}(\w+)\(/gm)]
    .map(([, method]) => method)
    .filter((method) => method !== 'constructor');
}
