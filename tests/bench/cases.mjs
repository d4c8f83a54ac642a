/** Cases and connectors that the rows are measured with. */

const PROSE =
  'The account j.lindqvist has signed in from 203.0.113.7 at 06:58, while its owner was in the office. We asked for the logs of ' +
  'the proxy, and the host FIN-LT-0107 has asked for login.example-cdn.example eleven times since. Nobody else of the team has ' +
  'opened the attachment, as far as we can tell; the mail is gone from all boxes. What is left to do is to look at the two ' +
  'tokens that were used in the hour before, and to tell the owner of the account what we have done so far.';

const RICH = [
  '## What happened',
  '',
  'Three users in **Finance** opened `invoice_8841.html` and typed their *password* into a copy of the page.',
  '',
  '- URL: <https://login.example-cdn.example/common/oauth2/authorize?x=1&y=2>',
  '- sender: `no-reply@paypa1-billing.example`',
  '',
  '1. Reset the passwords',
  '2. Revoke the tokens',
  '',
  '> User says: "it looked *exactly* like the real page".',
].join('\n');

export const TEXTS = { prose: PROSE, rich: RICH };

const at = (minute) => new Date(Date.UTC(2026, 8, 1, 0, minute)).toISOString();

/** A case as Kibana answers it, as bytes. */
export function caseWith(count, text) {
  const comments = Array.from({ length: count }, (_, id) => ({
    id: `c${id}`,
    type: 'user',
    owner: 'securitySolution',
    comment: `${text} (${id})`,
    created_at: at(id),
    created_by: { username: 'ana', full_name: 'Ana Ruiz', email: null, profile_uid: null },
    pushed_at: null,
    pushed_by: null,
    updated_at: null,
    updated_by: null,
    version: 'WzEsMV0=',
  }));
  const shell = { id: 'a-case', title: 'Phishing', description: text, created_at: at(0), tags: ['phishing'] };
  return new TextEncoder().encode(JSON.stringify({ ...shell, totalComment: count, comments }));
}

const connector = (type, config) => ({ id: 'bench', type, name: 'Bench', config });

export const CONNECTORS = {
  servicenow: (textFormat) =>
    connector('.servicenow', {
      apiUrl: 'https://dev1.service-now.com',
      username: 'bot',
      advanced: textFormat === null ? {} : { textFormat },
    }),
  jira: (apiVersion) =>
    connector('.jira', {
      apiUrl: 'https://example.atlassian.net',
      projectKey: 'SOC',
      email: 'bot@example.com',
      advanced: { apiVersion, defaultIssueType: '10004' },
    }),
  resilient: () => connector('.resilient', { apiUrl: 'https://soar.example.com', orgId: '201', apiKeyId: 'key' }),
};
