// TypeScript, as the strictest of consumers sets it.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const TSC = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

/** How two kinds of consumers find modules. */
export const RESOLUTIONS = {
  'a bundler': { module: 'esnext', moduleResolution: 'bundler' },
  Node: { module: 'nodenext', moduleResolution: 'nodenext' },
};

/** Compiles files of a project and answers what the compiler says; nothing where it is content. */
export function compile(project, files, options = {}) {
  project.write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        ...RESOLUTIONS.Node,
        target: 'es2020',
        lib: ['es2020', 'dom'],
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
        ...options,
      },
      files,
    }),
  );
  try {
    execFileSync(process.execPath, [TSC, '--project', project.folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return '';
  } catch (error) {
    return error.stdout;
  }
}
