import type { Locator } from '@playwright/test';
import { Dashboard } from './lib/dashboard';
import { fixture } from './lib/files';
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

/** Texts of analysts, in which the page and CommonMark differ, or which other converters break. */
const TEXTS = [
  'Dropped: C:\\Users\\%USERNAME%\\AppData\\x.exe\nRun by CORP\\$svc, keys in ~/.ssh/authorized_keys~ (~5 min~)',
  '{"c":"a \\"b\\""} url.path:\\/admin and curl -k \\\n-H "x: 1"',
  'From: a b\nTo: c\nSubject: d\n---\nBody',
  '| query | hits |\n|---|---|\n| `index=main` | 12 |\n| **all** | 3 |',
  '**注意：**本文と**重要**です',
  '- [x] blocked\n- [ ] reported\n\n1. one\n   - two\n2. three',
  '> said *this*\n>\n> - a\n\n```kql\nevent.category:"network"\n```\n\n~~gone~~ `whoami /all`',
  'see [the playbook](https://wiki.example/p_a_b?q=1) and https://x.example/y?z=1&w=2, a@corp.example',
];

test('draws each text as what becomes of it in each system', async ({ page }) => {
  const sample = JSON.parse(fixture('phishing')) as { comments: object[] };
  const [description, ...others] = TEXTS;
  const comments = others.map((comment, at) => ({ ...sample.comments[0], id: `text-${at}`, comment }));
  const dashboard = new Dashboard(page);
  await dashboard.open();
  await dashboard.useSimulator('IBM Resilient', 'SOAR');
  await dashboard.importCases([
    JSON.stringify({ ...sample, id: 'texts', title: 'Texts', description, comments, totalComment: comments.length }),
  ]);
  await expect(dashboard.heading('Texts')).toBeVisible();
  await dashboard.chooseConnector('SOAR');

  // What EUI has drawn has no role of its own.
  const drawn = '.euiMarkdownFormat';
  const texts = async (within: Locator) => {
    await expect(within.locator(drawn)).toHaveCount(TEXTS.length);
    const all = await within.locator(drawn).allInnerTexts();
    return all.map((text) => text.replace(/\s/g, ''));
  };
  const onThePage = await texts(page.getByRole('main'));

  await dashboard.button('Preview the push').click();
  const preview = page.getByRole('dialog', { name: 'Push preview' });
  await preview.getByRole('tab', { name: 'Text' }).click();
  for (const format of ['IBM Resilient: HTML', 'Jira: wiki text', 'Jira Cloud, API version 3: document']) {
    await preview.getByRole('combobox', { name: 'As it is read by' }).selectOption(format);
    await expect.poll(() => texts(preview), { message: format }).toEqual(onThePage);
  }
});
