// The other team at work in the simulated systems, through their ordinary APIs.
import { platformFetch, settings, simulator } from './simulators.js';

const basic = (user, password) => `Basic ${btoa(`${user}:${password}`)}`;

const LOGINS = {
  servicenow: basic('itil.bot', 'servicenow-itil-password'),
  // Only one account may write to security incidents there.
  secops: basic('case.bot', 'servicenow-demo-password'),
  jiraCloud: basic('case.bot@example.com', 'jira-demo-token'),
  jiraDataCenter: 'Bearer jira-demo-pat',
  resilient: basic('3f6a1c1e-demo-key', 'resilient-demo-secret'),
};

/** What they do in an incident of a kind of system: `servicenow`, `secops`, `jiraCloud`, `jiraDataCenter`, `resilient`. */
export function otherTeam(kind, id) {
  const system = kind === 'secops' ? 'servicenow' : kind;
  const call = async (method, path, body) => {
    // Of Jira and Resilient all share one login; who it is, the simulator is told.
    await settings(system, { person: 1 });
    const answer = await platformFetch(`${simulator(system)}${path}`, {
      method,
      headers: { authorization: LOGINS[kind], accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok || text.includes('"success":false')) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    await settings(system, { person: 0 });
  };
  if (system === 'servicenow') {
    const path = `/api/now/table/${kind === 'secops' ? 'sn_si_incident' : 'incident'}/${id}`;
    const [state, code] = kind === 'secops' ? ['3', 'Threat mitigated'] : ['7', 'Solution provided'];
    return {
      comment: (text) => call('PATCH', path, { comments: text }),
      edit: (title) => call('PATCH', path, { short_description: title }),
      assign: () => call('PATCH', path, { assigned_to: 'c0ffee00c0ffee00c0ffee00c0ffee01' }),
      close: () => call('PATCH', path, { state, close_code: code, close_notes: 'Done.' }),
    };
  }
  if (kind === 'resilient') {
    const path = `/rest/orgs/201/incidents/${id}`;
    const change = (name, before, after) => ({ field: { name }, old_value: before, new_value: after });
    const patch = (...changes) => call('PATCH', path, { changes });
    return {
      comment: (text) => call('POST', `${path}/comments`, { text: { format: 'text', content: text } }),
      edit: (title, before) => patch(change('name', { text: before }, { text: title })),
      assign: () => patch(change('owner_id', { id: 1 }, { id: 2 })),
      close: () =>
        patch(
          change('plan_status', { text: 'A' }, { text: 'C' }),
          change('resolution_id', {}, { id: 10 }),
          change('resolution_summary', {}, { textarea: { format: 'text', content: 'Done.' } }),
        ),
    };
  }
  const path = `/rest/api/2/issue/${id}`;
  const ana = kind === 'jiraCloud' ? { accountId: '712020:8b21d7c4-demo-analyst' } : { name: 'ana.lyst' };
  return {
    comment: (text) => call('POST', `${path}/comment`, { body: text }),
    edit: (title) => call('PUT', path, { fields: { summary: title } }),
    assign: () => call('PUT', path, { fields: { assignee: ana } }),
    close: () => call('POST', `${path}/transitions`, { transition: { id: '31' } }),
  };
}
