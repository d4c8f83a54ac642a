// Systems under names that nobody serves.
import { withMember } from './database.js';

export const NAMES = {
  'https://snow.example': 'servicenow',
  'https://jira.example': 'jiraCloud',
  'https://resilient.example': 'resilient',
};

/**
 * While this runs, requests to such a name go to the simulated system, so that what was stored under a name serves whatever port there
 * is. `meet(request)` says what becomes of one: it goes through where that answers nothing; `lost`: it never arrives; `unanswered`: it
 * arrives, and no answer ever comes back.
 */
export function withNames(addressOf, act, meet = () => undefined) {
  const { fetch } = globalThis;
  const renamed = async (input, init) => {
    const request = new Request(input, init);
    const { origin } = new URL(request.url);
    if (!(origin in NAMES)) return fetch(input, init);
    const { method, headers, signal } = request;
    const body = method === 'GET' ? undefined : await request.text();
    const url = addressOf(NAMES[origin]) + request.url.slice(origin.length);
    const fate = await meet({ method, url: request.url, headers: Object.fromEntries(headers), body });
    if (fate !== 'lost') {
      const answer = await fetch(url, { method, headers, body, signal, credentials: 'omit', redirect: 'manual' });
      if (fate === undefined) return answer;
    }
    return new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  };
  return withMember(globalThis, 'fetch', renamed, act);
}
