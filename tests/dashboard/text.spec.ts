import { Dashboard } from './lib/dashboard';
import { expect, test } from './lib/test';

test('shows before a push how each system will read the text', async ({ page }) => {
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('Jira', 'Jira');
  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Jira');
  await dashboard.button('Preview the push').click();
  const preview = page.getByRole('dialog', { name: 'Push preview' });
  await preview.getByRole('tab', { name: 'Text' }).click();

  const format = preview.getByRole('combobox', { name: 'As it is read by' });
  await expect(format).toHaveAccessibleDescription('This is the format of the connector.');
  const description = preview.getByRole('group', { name: 'Description' });
  const sent = description.getByRole('region', { name: 'Description, as it is sent' });
  await description.getByRole('button', { name: 'As it is sent' }).click();

  for (const [name, inside, isTable] of [
    ['Jira: wiki text', '||user||host||', true],
    ['Jira Cloud, API version 3: document', '"type": "tableHeader"', true],
    ['IBM Resilient: HTML', '<th>user</th>', true],
    ['ServiceNow: HTML in [code]', '[code]<h2>What happened</h2>', true],
    ['ServiceNow: plain text', '| user | host |', false],
    ['Markdown as it was typed', '## What happened', false],
  ] as const) {
    await format.selectOption(name);
    await expect(sent).toContainText(inside);
    await expect(description.getByRole('table')).toHaveCount(isTable ? 1 : 0);
  }

  await format.selectOption('Jira: wiki text');
  const comment = preview.getByRole('group', { name: 'Comment by Ana Ruiz' }).first();
  await expect(comment.getByRole('list', { name: 'What is shown differently' })).toContainText(
    'code marks is shown in parts',
  );
});
