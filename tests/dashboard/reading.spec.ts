import { accessible } from './lib/accessible';
import { Dashboard } from './lib/dashboard';
import { fixture, manyCases } from './lib/files';
import { look } from './lib/look';
import { expect, test } from './lib/test';

test('the list is as it was after the way back, a reload, and in another tab', async ({ page, context }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.importCases([JSON.stringify(manyCases(60))]);
  await page.getByRole('dialog').getByRole('button', { name: /Close/ }).click();
  const search = page.getByRole('searchbox', { name: 'Search cases' });
  const links = page.getByRole('table').getByRole('link', { name: /^Alert/ });
  await search.fill('host PAY');
  await dashboard.filter('Tags', 'malware');
  await page.getByRole('columnheader', { name: 'Case' }).getByRole('button').click();
  await page.getByRole('button', { name: /Rows per page/ }).click();
  await page.getByText('10 rows', { exact: true }).click();
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(links.first()).toHaveText(/^Alert 37 /);
  const titles = await links.allTextContents();
  const isAsBefore = async (of: typeof page) => {
    await expect(of.getByRole('searchbox', { name: 'Search cases' })).toHaveValue('host PAY');
    await expect(of.getByRole('table').getByRole('link', { name: /^Alert/ })).toHaveText(titles);
  };
  await isAsBefore(page);

  await links.first().click();
  await expect(page.getByRole('heading', { name: 'External incident' })).toBeVisible();
  await page.goBack();
  await isAsBefore(page);
  await links.first().click();
  await page.getByRole('link', { name: 'Back to the cases' }).click();
  await isAsBefore(page);
  await page.reload();
  await isAsBefore(page);
  const other = await context.newPage();
  await other.goto(page.url());
  await isAsBefore(other);
  await other.close();

  await dashboard.goTo('Cases');
  await expect(search).toHaveValue('');
  await expect(page.getByRole('table').getByRole('link', { name: /^Alert|^Cred|^Poss|^Long/ })).toHaveCount(25);
});

test('several cases are edited at once', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await page.getByRole('checkbox', { name: /^Select Credential/ }).check();
  await page.getByRole('checkbox', { name: /^Select Possible/ }).check();
  await page.getByRole('button', { name: 'Edit selected' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit 2 cases' });
  await expect(dialog.getByRole('button', { name: 'Change 2 cases' })).toBeDisabled();
  await dialog.getByLabel('Severity').selectOption('Critical');
  await dialog.getByRole('combobox', { name: 'Tags to add' }).fill('reviewed');
  await accessible(page);
  await page.keyboard.press('Enter');
  // Its list of offers closes.
  await dialog.getByRole('heading').click();
  await look(page, '70-edit-cases');
  await dialog.getByRole('button', { name: 'Change 2 cases' }).click();
  await expect(dialog).toBeHidden();
  const rows = page.getByRole('row', { name: /^Select (Credential|Possible)/ });
  await expect(rows.getByText('Critical')).toHaveCount(2);
  await dashboard.choose('Credential phishing');
  await expect(page.getByText('reviewed').first()).toBeVisible();
});

test('a long case shows its ends, either way round, and the comment that somebody was sent to', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.choose('Long intrusion');
  const entries = page.getByRole('list', { name: /^Activity/ }).getByRole('listitem');
  await expect(page.getByText('100 entries not shown.')).toBeVisible();
  await look(page, '71-long-case');
  await dashboard.button('Show 50 more').click();
  await expect(page.getByText('50 entries not shown.')).toBeVisible();

  await dashboard.addComment('The last word.');
  await expect(page.getByText('100 entries not shown.')).toBeHidden();
  await dashboard.button('Oldest first').click();
  await expect(page.getByRole('list', { name: 'Activity', exact: true })).toContainText('The last word.');
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await expect(page.getByText('Nothing was done to this case here.')).toBeVisible();
  await page.getByRole('button', { name: 'Comments', exact: true }).click();

  // It keeps the order; a link leads into the middle.
  await page.reload();
  await expect(dashboard.button('Newest first')).toBeVisible();
  await dashboard.button(/^Show all \d+ entries$/).click();
  await expect(entries).toHaveCount(121);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page
    .getByRole('button', { name: /^Copy the link to/ })
    .nth(60)
    .click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('/cases/');
  await page.goto('/');
  await page.goto(link);
  await expect(page.getByText(/entries not shown\.$/)).toBeVisible();
  const focused = page.locator(':focus');
  await expect(focused).toBeInViewport();
  await expect(focused).not.toHaveText('');

  await page
    .getByRole('button', { name: /^Quote/ })
    .first()
    .click();
  await expect(page.getByRole('textbox', { name: 'Add a comment' })).toHaveValue(/^> .+\n\n$/s);
});

test('shows what turns text round, and reads each script its own way', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  const members = {
    id: 'bidi',
    title: 'invoice\u202efdp.exe',
    description: 'שלום עולם\n\nAnd English.',
    category: 'Malware',
    assignees: [{ uid: 'u_ana' }],
    customFields: [{ key: 'region', type: 'text', value: 'EMEA' }],
    observables: [{ typeKey: 'observable-type-ipv4', value: '192.0.2.9', description: 'seen twice' }],
  };
  await dashboard.importCases([JSON.stringify({ ...(JSON.parse(fixture('phishing')) as object), ...members })]);
  await expect(dashboard.heading('invoice[U+202E]fdp.exe')).toBeVisible();
  const direction = (text: string) =>
    page
      .getByText(text)
      .first()
      .evaluate((it) => {
        const range = document.createRange();
        range.selectNodeContents(it);
        const [words, box] = [range.getBoundingClientRect(), it.getBoundingClientRect()];
        return words.left - box.left > box.right - words.right ? 'from the right' : 'from the left';
      });
  await expect.poll(() => direction('שלום עולם')).toBe('from the right');
  await expect.poll(() => direction('And English.')).toBe('from the left');
  const details = page.getByRole('region', { name: 'Details' });
  for (const words of ['Malware', 'u_ana', 'region', 'EMEA', 'ipv4', '192.0.2.9', 'seen twice']) {
    await expect(details).toContainText(words);
  }
  await accessible(page);
  await look(page, '72-bidi');
  await dashboard.goTo('Cases');
  await expect(page.getByRole('row', { name: /U\+202E/ })).toContainText('Malware');
  await dashboard.filter('Assignees', 'u_ana');
  await expect(page.getByRole('table').getByRole('link')).toHaveText([/U\+202E/]);
});

test('draws what Kibana draws by its kind and title, and the names of emoji as such', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  const description = [
    'Launched :rocket: at noon, see !{timeline[First hour](https://kibana.example/t)}.',
    '!{lens{"attributes":{"title":"Sign-ins by country","state":{"x":"}"}}}}',
    'Not one: !{lens{"attributes":',
  ].join('\n\n');
  const sample = JSON.parse(fixture('phishing')) as object;
  await dashboard.importCases([JSON.stringify({ ...sample, id: 'drawn', title: 'Drawn', description })]);
  await expect(dashboard.heading('Drawn')).toBeVisible();
  const main = page.getByRole('main');
  await expect(main.getByText('Launched 🚀 at noon')).toBeVisible();
  await expect(main.getByRole('link', { name: 'First hour' })).toHaveAttribute('href', 'https://kibana.example/t');
  await expect(main.getByText('Sign-ins by country', { exact: true })).toBeVisible();
  await expect(main.getByText('Lens chart', { exact: true })).toBeVisible();
  await expect(main.getByText('Not one: !{lens{"attributes":')).toBeVisible();
  await expect(main).not.toContainText('"state"');
  await look(page, '73-drawn');
  await accessible(page);
});

test('the list that was drawn as cards becomes a table, when the window grows', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 900 });
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await expect(page.getByRole('link', { name: /^Credential phishing/ })).toBeVisible();
  const queue = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Queue' });
  await expect(queue).toBeHidden();
  // EUI's own hooks pass over the second change of two in a moment.
  await page.setViewportSize({ width: 480, height: 900 });
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(queue).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Severity' })).toBeVisible();
  await page.setViewportSize({ width: 360, height: 900 });
  await expect(page.getByRole('columnheader', { name: 'Severity' })).toBeHidden();
  await expect(page.getByRole('link', { name: /^Credential phishing/ })).toBeVisible();
});
