// The simulated systems of this project, by their keys: servicenow, jiraCloud, jiraDataCenter, resilient, kibana.
import { inject } from 'vitest';

/** The platform's own: tests put others in its place, which are not for what is asked here. */
export const platformFetch = globalThis.fetch.bind(globalThis);

/** The base URL of one. */
export const simulator = (key) => inject('simulators')[key];

/** Talks to its control; tests/simulators/README.md says what there is. */
export async function control(key, method, path, body) {
  const answer = await platformFetch(`${simulator(key)}/_sim/${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}

/** Has a system fail as this says; answers when it is queued. */
export const fault = (key, faults) => control(key, 'POST', 'faults', [faults].flat());
export const noFaults = (key) => control(key, 'DELETE', 'faults');
export const settings = (key, changed) => control(key, 'PUT', 'settings', changed);
export const reset = (key) => control(key, 'POST', 'reset');
export const records = (key) => control(key, 'GET', 'records');
/** The requests that it has received, without those that a browser sends by itself. */
export const ledger = async (key) => (await control(key, 'GET', 'ledger')).filter(({ preflight }) => !preflight);

/** How many comments the incidents of a case have that ServiceNow holds: one number for each incident. */
export async function commentsOf(caseId) {
  const ofCase = ({ text }) => text.includes(`case ${caseId})`);
  const incidents = (await records('servicenow')).filter(({ comments }) => comments.some(ofCase));
  return incidents.map(({ comments }) => comments.length);
}
