import { expect, test as base } from '@playwright/test';

/** A test that fails when any page writes an error to its console. `allowed` are those that a test provokes. */
export const test = base.extend<{ allowed: RegExp | null; quiet: undefined }>({
  allowed: [null, { option: true }],
  quiet: [
    async ({ context, allowed }, use) => {
      const errors: string[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      context.on('weberror', (error) => errors.push(String(error.error())));
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
