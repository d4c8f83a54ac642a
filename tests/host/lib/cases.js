// Cases with comments, and what must come of them.
import { judge, references } from '../../faults/lib/judge.mjs';

const START = Date.parse('2026-11-20T07:00:00Z');

/** So many minutes after the cases began. */
export const at = (minutes) => new Date(START + minutes * 60_000).toISOString();

export function comment(caseId, n, more) {
  return {
    id: `${caseId}k${n}`,
    type: 'user',
    comment: `Finding ${n}: \`hash ${n}\``,
    created_at: at(n),
    created_by: { username: 'ana', full_name: 'Ana Ruiz', email: null },
    updated_at: null,
    updated_by: null,
    pushed_at: null,
    pushed_by: null,
    version: `v${n}`,
    ...more,
  };
}

/** A case whose title and comments no other case has. Its id is a word of letters and digits. */
export function caseWith(id, comments, more) {
  return {
    id,
    title: `Case ${id}`,
    description: `What happened in **${id}**.`,
    tags: ['phishing'],
    status: 'open',
    severity: 'high',
    owner: 'securitySolution',
    connector: { id: 'none', name: 'none', type: '.none', fields: null },
    external_service: null,
    created_at: at(0),
    created_by: { username: 'ana', full_name: 'Ana Ruiz', email: null },
    comments: Array.from({ length: comments }, (_, n) => comment(id, n + 1)),
    totalComment: comments,
    ...more,
  };
}

/** As Kibana answers it since its ninth version: the comments come apart, so many to a page. */
export function apart({ comments, ...securityCase }, size) {
  const pages = [];
  for (let from = 0; from < comments.length; from += size)
    pages.push({ comments: comments.slice(from, from + size), total: comments.length, page: pages.length + 1 });
  return { securityCase, commentPages: pages };
}

const titleOf = ({ fields }) => fields.short_description ?? fields.summary ?? fields.name;

/** The incidents of a case among all that a system holds: its title, or the comments of it, tell. */
export const incidentsOf = (records, { id, title }) =>
  records.filter((record) => titleOf(record) === title || references(record).some((it) => it.id?.startsWith(`${id}k`)));

/** What is wrong with what a system holds of a case, by all its versions so far; nothing where all is well. */
export const faultsOf = (records, ...versions) => judge(incidentsOf(records, versions[0]), versions);
