import { list, object, type Json } from '../case_file';

/**
 * The cases of an export of saved objects (Stack Management, or `_export`), in the shape of the Cases API: ids stand in
 * references there, comments are objects of their own, and states are numbers. Nothing where it is none.
 */
export function casesOfExport(objects: readonly unknown[]): Json[] | null {
  const all = objects.map(object).filter((it) => 'attributes' in it && typeof it.type === 'string');
  const cases = all.filter(({ type }) => type === 'cases');
  if (cases.length === 0) return null;
  const attachments = all.filter(({ type }) => type === 'cases-comments' || type === 'cases-attachments');
  return cases.map((it) =>
    caseOf(
      it,
      attachments.filter((attachment) => idOf(attachment, 'associated-cases') === it.id),
    ),
  );
}

/** The objects of a text with one on each line. */
export function objectsOfLines(text: string, read: (line: string) => unknown): unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map(read);
}

function idOf(of: Json, name: string): unknown {
  return list(of.references)
    .map(object)
    .find((reference) => reference.name === name)?.id;
}

const STATUS = new Map<unknown, string>([
  [0, 'open'],
  [10, 'in-progress'],
  [20, 'closed'],
]);

const SEVERITY = new Map<unknown, string>([
  [0, 'low'],
  [10, 'medium'],
  [20, 'high'],
  [30, 'critical'],
]);

function caseOf(of: Json, attachments: Json[]): Json {
  const attributes = object(of.attributes);
  const { connector, external_service, status, severity, total_comments: _, total_alerts: __, ...rest } = attributes;
  const comments = attachments.map((attachment) => ({ id: attachment.id, ...object(attachment.attributes) }));
  const isComment = ({ type }: Json) => type === 'user' || type === 'comment';
  return {
    id: of.id,
    ...rest,
    status: STATUS.get(status) ?? status,
    severity: SEVERITY.get(severity) ?? severity,
    connector: connectorOf(object(connector), idOf(of, 'connectorId')),
    external_service:
      external_service === null || external_service === undefined
        ? null
        : {
            ...object(external_service),
            connector_id: idOf(of, 'pushConnectorId') ?? object(external_service).connector_id ?? 'none',
          },
    comments,
    totalComment: comments.filter(isComment).length,
  };
}

/** Fields are a list of keys and values there. */
function connectorOf(connector: Json, reference: unknown): Json {
  const fields = Array.isArray(connector.fields)
    ? Object.fromEntries(connector.fields.map(object).map(({ key, value }) => [String(key), value]))
    : (connector.fields ?? null);
  return { name: 'none', type: '.none', ...connector, id: reference ?? connector.id ?? 'none', fields };
}
