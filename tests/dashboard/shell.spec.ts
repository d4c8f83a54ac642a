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

test('shows the cases before the engine is there, and fills in what only the engine knows', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  const dashboard = new Dashboard(page);
  await dashboard.open();
  const row = page.getByRole('row', { name: /Credential phishing/ });
  await expect(row).toContainText('High');
  await page.getByRole('searchbox', { name: 'Search cases' }).fill('phishing');
  await expect(page.getByRole('table').getByRole('link')).toHaveCount(1);
  await expect(row.getByLabel('Not known yet')).toHaveCount(2);
  release();
  await expect(row).toContainText('No connector');
  // What was typed meanwhile stays.
  await expect(page.getByRole('searchbox', { name: 'Search cases' })).toHaveValue('phishing');
});

test('says which licence connectors and pushes need', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await page.goto('/?license=basic');
  await dashboard.goTo('Connectors');
  await expect(
    page.getByRole('heading', { name: 'Your licence is too low to send cases to external systems' }),
  ).toBeVisible();
  await expect(page.getByText('IBM Resilient: Platinum or a higher one')).toBeVisible();
  await expect(page.getByRole('main').getByRole('button', { name: 'Add new connector' })).toBeDisabled();
  await expect(dashboard.button('Update Jira')).toBeDisabled();
  await dashboard.choose('Credential phishing');
  await expect(page.getByRole('alert').filter({ hasText: 'LICENSE_REQUIRED' })).toContainText('gold');
  await expect(dashboard.button(/^Push as/)).toBeDisabled();

  // A person chooses another one.
  await dashboard.button('Settings').click();
  await page.getByRole('combobox', { name: 'Licence' }).selectOption('Gold');
  await expect(dashboard.button('Push as Jira incident')).toBeVisible();
  await dashboard.goTo('Connectors');
  await expect(page.getByText('IBM Resilient: Platinum or a higher one')).toBeVisible();
  await expect(page.getByText('You have a Gold licence. It allows Jira.')).toBeVisible();
  await expect(page.getByText('Jira: Gold')).toBeHidden();
  await expect(dashboard.button('Update Jira')).toBeEnabled();
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
