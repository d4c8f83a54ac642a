import { accessible } from './lib/accessible';
import { Dashboard } from './lib/dashboard';
import { ownStack } from './lib/stack';
import { expect, test } from './lib/test';

const POLICY = /Content Security Policy|wasm-unsafe-eval|Fetch API cannot load|Refused to connect|Failed to fetch/i;
test.use({ allowed: POLICY });

test('is served with a strict policy', async ({ request }) => {
  const answer = await request.get('/cases/configure');
  const policy = answer.headers()['content-security-policy'] ?? '';
  const directives = new Map(
    policy.split(';').map((it) => [it.trim().split(' ')[0], it.trim().split(' ').slice(1)] as const),
  );
  expect(directives.get('default-src')).toEqual(["'none'"]);
  expect(directives.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
  for (const name of ['object-src', 'base-uri', 'form-action', 'frame-ancestors']) {
    expect(directives.get(name), name).toEqual(["'none'"]);
  }
  const { simulators } = ownStack();
  expect(directives.get('connect-src')).toContain("'self'");
  expect(directives.get('connect-src')).toContain(new URL(simulators.servicenow ?? '').origin);
  expect(directives.get('connect-src')?.join(' ')).not.toMatch(/\*|https:(?!\/\/)/);
});

test('a policy without wasm-unsafe-eval is told on the page, with the remedy', async ({ page }) => {
  await page.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue();
    const answer = await route.fetch();
    const policy = answer.headers()['content-security-policy']?.replace(" 'wasm-unsafe-eval'", '') ?? '';
    expect(policy).toContain("script-src 'self';");
    await route.fulfill({ response: answer, headers: { ...answer.headers(), 'content-security-policy': policy } });
  });
  await page.goto('/queue');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('WASM_BLOCKED_BY_CSP');
  await expect(alert).toContainText("script-src 'self' 'wasm-unsafe-eval'");
  await expect(page.getByRole('heading', { name: 'The engine could not be loaded' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await accessible(page);
});

test('a host that connect-src does not name is told as the likely cause', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.newConnector('ServiceNow');
  await page.getByLabel('Connector name').fill('Elsewhere');
  await dashboard.button('Use the simulator').click();
  await page.getByLabel('URL', { exact: true }).fill('https://another.example');
  await page.getByLabel('Password', { exact: true }).fill('a-password');
  await dashboard.button('Test connection').click();
  await expect(page.getByText('cargo xtask start --connect https://another.example')).toBeVisible();
  await page.getByLabel('URL', { exact: true }).fill('https://elsewhere.example');
  await page.getByLabel('Password', { exact: true }).fill('a-password');
  await dashboard.button('Test connection again').click();
  const failed = page.getByRole('list', { name: 'Checks' }).getByRole('listitem').filter({ hasText: 'connect-src' });
  // What was asked in vain before has nothing to do with it.
  await expect(failed).toContainText('does not name https://elsewhere.example, so');
  await expect(failed).toContainText('cargo xtask start --connect https://elsewhere.example');
  await dashboard.saveAs('Elsewhere');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Elsewhere');
  await dashboard.button('Push as Elsewhere incident').click();
  await expect(page.getByRole('alert')).toContainText('NO_ANSWER');
  await expect(page.getByRole('alert')).toContainText('connect-src does not name https://elsewhere.example, so');
});
