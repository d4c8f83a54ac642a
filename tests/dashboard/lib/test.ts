import { expect, test as base } from '@playwright/test';

/** A test that fails when any page writes an error to its console, or fetches an icon. `allowed` are those that a test provokes. */
export const test = base.extend<{ allowed: RegExp | null; quiet: undefined }>({
  allowed: [null, { option: true }],
  quiet: [
    async ({ context, allowed }, use) => {
      const errors: string[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      context.on('weberror', (error) => errors.push(String(error.error())));
      // Those of the pages are in the bundle, by www/src/shared/icons.ts: where the network is gone, a fetched one is missing.
      context.on('request', (request) => {
        if (request.url().includes('/assets/icons/')) errors.push(`An icon was fetched: ${request.url()}`);
      });
      await use(undefined);
      expect(
        errors.filter((error) => !allowed?.test(error)),
        'console errors',
      ).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
