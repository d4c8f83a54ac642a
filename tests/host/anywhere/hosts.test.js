// Hosts with letters beyond ASCII: offered as a URL spells them, and never stored otherwise.
import { validateConnector } from 'case-connectors';
import { expect, test } from 'vitest';

import { open, servicenow } from '../lib/host.js';

const at = (apiUrl) => servicenow({ config: { apiUrl, username: 'case.bot' } });
const urlProblems = (problems) =>
  problems.filter(({ field }) => field === 'config.apiUrl').map(({ code, suggestion }) => [code, suggestion]);

test('both spellings of a host become one connector, and what is offered is what the platform would ask', async () => {
  const host = await open('hosts');
  for (const typed of [
    'https://snow.bücher.example/nav_to.do',
    'https://例え.jp/now/nav/ui/x',
    'https://SNOW.BÜCHER.example.',
  ]) {
    const spelled = new URL(typed).hostname.replace(/\.$/, '');
    const offered = `https://${spelled}`;
    expect(urlProblems(validateConnector(at(typed))), typed).toEqual([['URL_INVALID', offered]]);
    const { saved, problems } = await host.saveConnector(at(typed));
    expect([saved, urlProblems(problems)], typed).toEqual([false, [['URL_INVALID', offered]]]);
    const report = await host.testConnector(at(typed));
    expect(report.checks[0].message, typed).toContain(`Did you mean ${offered}, which is how a URL spells`);
    const taken = await host.saveConnector(at(offered));
    expect([taken.saved, taken.connector.config.apiUrl], typed).toEqual([true, offered]);
    await host.deleteConnector(taken.connector.id);
  }
});
