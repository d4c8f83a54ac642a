/** The same jobs in plain JavaScript: the bytes of a case to the bytes of its requests, with where each lies. Written as one
 * would write them without the package, and with less care: nothing is escaped, cut, checked or ordered. */
import { marked } from 'marked';
import { markdownToAdf } from 'marklassian';
import * as z from 'zod';

const spaced = (iso) => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
const line = ({ id, created_at, created_by }) =>
  `(added at ${spaced(created_at)} by ${created_by.full_name}, case comment ${id})`;

function bodies(bytes, { url, create, comment }) {
  const securityCase = JSON.parse(new TextDecoder().decode(bytes));
  const texts = [
    JSON.stringify(create(securityCase)),
    ...securityCase.comments.map((it) => JSON.stringify(comment(it))),
  ];
  const encoder = new TextEncoder();
  const parts = texts.map((text) => encoder.encode(text));
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let start = 0;
  const requests = parts.map((part, index) => {
    out.set(part, start);
    const request = { method: 'POST', url, commentId: index === 0 ? null : securityCase.comments[index - 1].id };
    const place = { ...request, start, end: start + part.length };
    start += part.length;
    return place;
  });
  return { bytes: out, requests };
}

export const servicenow = (bytes) =>
  bodies(bytes, {
    url: 'https://dev1.service-now.com/api/now/table/incident',
    create: ({ id, title, description }) => ({ short_description: title, description, correlation_id: id }),
    comment: (it) => ({ comments: `${it.comment}\n\n${line(it)}` }),
  });

export const resilient = (bytes) =>
  bodies(bytes, {
    url: 'https://soar.example.com/rest/orgs/201/incidents',
    create: ({ title, description }) => ({
      name: title,
      description: { format: 'html', content: marked.parse(description) },
    }),
    comment: (it) => ({ text: { format: 'html', content: marked.parse(`${it.comment}\n\n${line(it)}`) } }),
  });

export const jiraAdf = (bytes) =>
  bodies(bytes, {
    url: 'https://example.atlassian.net/rest/api/3/issue',
    create: ({ title, description }) => ({ fields: { summary: title, description: markdownToAdf(description) } }),
    comment: (it) => ({ body: markdownToAdf(`${it.comment}\n\n${line(it)}`) }),
  });

const FORM = z.object({
  name: z.string().trim().min(1, 'Connector name is required.'),
  config: z.object({
    apiUrl: z.url({ protocol: /^https$/, error: 'URL is invalid.' }),
    projectKey: z.string().trim().min(1, 'Project key is required'),
    email: z.string().trim().min(1, 'Email is required'),
  }),
  secrets: z.object({ apiToken: z.string().min(1, 'API token is required') }),
});

export const form = (draft) => FORM.safeParse(draft).error.issues;
