import { readdirSync } from 'node:fs';

import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

import { installPackage } from './setup/package.js';

installPackage(process.env.PACKAGE_TARBALL);

// Vitest: MIT, kept by Vite's own people; its fourth version, because the fifth does without Node 20. Its browser mode runs one file of tests
// in Node and in a page, and takes the Chromium that is there by Playwright, which the other tests use too.
const chromium = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  // As the simulated systems: they let pages of the loopback in, by its number too.
  api: { host: '127.0.0.1' },
  provider: playwright({
    launchOptions: { executablePath: process.env.CHROMIUM_PATH || undefined, args: ['--no-sandbox', '--disable-gpu'] },
  }),
  instances: [{ browser: 'chromium', name: 'chromium' }],
};

/** The tests of a folder. One that has vanished, or holds none, must not be taken for one that is content. */
function testsOf(folder) {
  const names = readdirSync(new URL(`./${folder}`, import.meta.url));
  if (!names.some((name) => name.endsWith('.test.js'))) throw new Error(`There is no test in tests/host/${folder}.`);
  return `${folder}/*.test.js`;
}

export const project = (name, include, more = {}) => ({
  // Whoever wants to try a change of the package packs it anew: a module that Vite has rewritten would be another one.
  optimizeDeps: { exclude: ['case-connectors'] },
  // The sample cases lie beside this folder.
  server: { fs: { allow: ['..'] } },
  test: {
    name,
    include,
    allowOnly: false,
    globalSetup: 'setup/simulators.js',
    // Tests queue faults of the simulated systems, which would strike the requests of others.
    fileParallelism: false,
    testTimeout: 300_000,
    ...more,
  },
});

export const inChromium = (include) => project('browser', include, { browser: chromium });

export default defineConfig({
  test: {
    projects: [
      // Each file with an engine of its own: some measure its memory, or let it trap.
      project('node', [testsOf('node')]),
      // In one process, which compiles the engine once: so many pushes take half as long.
      project('anywhere', [testsOf('anywhere')], { isolate: false }),
      project('faults', [testsOf('faults')], { isolate: false }),
      inChromium(['anywhere', 'browser'].map(testsOf)),
    ],
  },
});
