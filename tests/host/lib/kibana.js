// Cases in the simulated Kibana.
import { platformFetch, simulator } from './simulators.js';

const cases = (path) => platformFetch(`${simulator('kibana')}/api/cases${path}`).then((answer) => answer.json());

async function post(path, body) {
  const headers = { 'kbn-xsrf': 't', 'content-type': 'application/json' };
  const url = `${simulator('kibana')}/api/cases${path}`;
  return (await platformFetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
}

/** A new case in Kibana, with a comment: as Kibana answers it. */
export async function newCase() {
  const owner = 'securitySolution';
  const connector = { id: 'kibana-jira', name: 'Jira', type: '.jira', fields: null };
  const { id } = await post('', { title: 'Phishing', description: 'd', tags: [], owner, connector });
  await post(`/${id}/comments`, { type: 'user', comment: 'first', owner });
  return cases(`/${id}`);
}

/** The case with its comments, as the first generation of Kibana answers it. */
export const withComments = async ({ id }) => ({
  ...(await cases(`/${id}`)),
  comments: (await cases(`/${id}/comments/_find`)).comments,
});
