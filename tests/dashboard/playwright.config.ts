import { defineConfig } from '@playwright/test';

import { ownStack, stacks } from './lib/stack';

const executablePath = process.env.CHROMIUM_PATH;

/** The stacks are running already. */
export default defineConfig({
  testDir: '.',
  // It makes a picture, and tests nothing that others do not.
  testIgnore: process.env.PICTURES === undefined ? 'strip.spec.ts' : [],
  outputDir: 'results/artifacts',
  workers: stacks.length,
  // A file of long tests is not left to one worker.
  fullyParallel: true,
  // Long, since other steps run beside: they end a test that hangs, and judge no speed.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: {
    baseURL: ownStack().url,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    // Nothing is tested by waiting for it to slide.
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 60_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-dev-shm-usage',
      ],
    },
  },
});
