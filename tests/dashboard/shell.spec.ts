import { Dashboard } from './lib/dashboard';
import { expect, test } from './lib/test';

test.describe('where WebAssembly cannot be loaded', () => {
  test.use({ allowed: /status of 404/ });

  test('tries again', async ({ page }) => {
    await page.route('**/*.wasm', (route) => route.fulfill({ status: 404, body: 'No such file.' }));
    await page.goto('/');
    await expect(page.getByRole('alert')).toContainText('WASM_FETCH_FAILED');
    await page.unroute('**/*.wasm');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(new Dashboard(page).heading('Cases')).toBeVisible();
  });
});

test('follows the theme of the system, until somebody switches', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await dashboard.open();
  await dashboard.button('Switch to the light theme').click();
  await expect(dashboard.button('Switch to the dark theme')).toBeVisible();
  await page.reload();
  await expect(dashboard.button('Switch to the dark theme')).toBeVisible();
  await dashboard.button('Switch to the dark theme').click();
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(dashboard.button('Switch to the dark theme')).toBeVisible();
});
