// Every header that the gateway reads, passes on, adds or sets.

/** The id of the connector whose secret the gateway shall add. Never passed on. */
export const CONNECTOR = 'x-case-connectors-connector';

/** The code of the gateway's own answers, and of no other. */
export const MARK = 'x-case-connectors-gateway';

/** How large a request and an answer may be, in bytes, and how long all of it may take. */
export const LIMITS = 'x-case-connectors-gateway-limits';

/** All that the systems need, besides the secret. Jira refuses writes that look as if a browser had sent them. */
const PASSED_ON = ['accept', 'content-type'];

/** What a page may send. */
export const FROM_PAGE = [...PASSED_ON, 'authorization', CONNECTOR].sort();

const PASSED_BACK =
  /^(content-type|location|retry-after|ratelimit-reason|x-authentication-denied-reason|x-ratelimit-.*|x-seraph-loginreason|x-total-count)$/;

export function headersForTarget(from, authorization) {
  const headers = new Headers({ 'user-agent': 'case-connectors-gateway', 'x-atlassian-token': 'no-check' });
  for (const name of PASSED_ON) {
    if (from.has(name)) headers.set(name, from.get(name));
  }
  if (authorization !== null) headers.set('authorization', authorization);
  return headers;
}

export const isPassedBack = (name) => PASSED_BACK.test(name);

export const headersForPage = (from) => new Headers([...from].filter(([name]) => isPassedBack(name)));

/** For every answer. A target's page must not run as a page of the gateway's own site. */
export const HARDENING = Object.entries({
  'cache-control': 'no-store',
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
});
