import type { User } from 'case-connectors';
import { list, object, read, type CaseFile } from './case_file';

/** The connector of a case with its per-case fields, as the case carries it. */
export interface CaseConnector {
  id: string;
  name: string;
  type: string;
  fields: { [key: string]: unknown } | null;
}

export const NO_CONNECTOR: CaseConnector = { id: 'none', name: 'none', type: '.none', fields: null };

/** What a person sees of a case. */
export interface CaseView {
  id: string;
  /** The solution of Kibana that it belongs to. */
  owner: string | null;
  title: string;
  description: string;
  tags: string[];
  /** Ids of user profiles: a case has no names for them. */
  assignees: string[];
  category: string | null;
  customFields: CustomField[];
  observables: Observable[];
  severity: string | null;
  status: string | null;
  createdAt: string | null;
  createdBy: User | null;
  updatedAt: string | null;
  alerts: number;
  comments: CommentView[];
  /** The connector that the case names. */
  connector: CaseConnector;
  /** The incident of the latest push, as the case remembers it. */
  incident: { id: string; connectorId: string; title: string; url: string } | null;
}

/** A field of the organization's own. Its label is known to Kibana's configuration alone. */
export interface CustomField {
  key: string;
  value: string | number | boolean;
}

/** What was seen in an attack, such as an address or a hash. */
export interface Observable {
  type: string;
  value: string;
  description: string | null;
}

export interface CommentView {
  id: string;
  text: string;
  author: User | null;
  createdAt: string;
  updatedAt: string | null;
  updatedBy: User | null;
  pushedAt: string | null;
}

const views = new WeakMap<CaseFile, CaseView>();

/** Only for a file that the engine has read without complaint. A file never changes, so each is read once. */
export function viewOf(file: CaseFile): CaseView {
  const view = views.get(file) ?? readView(file);
  views.set(file, view);
  return view;
}

function readView(file: CaseFile): CaseView {
  const it = read(file.json);
  const attachments = [it, ...file.commentPages.map(read)].flatMap((page) => list(page.comments)).map(object);
  const [connector, incident] = [object(it.connector), object(it.external_service)];
  return {
    id: String(it.id),
    owner: text(it.owner),
    title: String(it.title),
    description: text(it.description) ?? '',
    tags: list(it.tags).map(String),
    assignees: list(it.assignees).flatMap((one) => text(object(one).uid) ?? []),
    category: text(it.category),
    customFields: list(it.customFields).map(object).flatMap(customFieldOf),
    observables: list(it.observables).map(object).flatMap(observableOf),
    severity: text(it.severity),
    status: text(it.status),
    createdAt: text(it.created_at),
    createdBy: user(it.created_by),
    updatedAt: text(it.updated_at),
    alerts: typeof it.totalAlerts === 'number' ? it.totalAlerts : alertsIn(attachments),
    comments: attachments.flatMap(commentOf).sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt)),
    connector: {
      id: text(connector.id) ?? NO_CONNECTOR.id,
      name: text(connector.name) ?? NO_CONNECTOR.name,
      type: text(connector.type) ?? NO_CONNECTOR.type,
      fields: connector.fields ? object(connector.fields) : null,
    },
    incident: !text(incident.external_id)
      ? null
      : {
          id: text(incident.external_id) ?? '',
          connectorId: text(incident.connector_id) ?? '',
          title: text(incident.external_title) ?? text(incident.external_id) ?? '',
          url: text(incident.external_url) ?? '',
        },
  };
}

function commentOf(it: { [key: string]: unknown }): CommentView[] {
  const content = it.type === 'user' ? it.comment : it.type === 'comment' ? object(it.data).content : null;
  if (typeof content !== 'string') return [];
  return [
    {
      id: String(it.id),
      text: content,
      author: user(it.created_by),
      createdAt: text(it.created_at) ?? '',
      updatedAt: text(it.updated_at),
      updatedBy: user(it.updated_by),
      pushedAt: text(it.pushed_at),
    },
  ];
}

function customFieldOf({ key, value }: { [key: string]: unknown }): CustomField[] {
  const known = typeof value === 'boolean' || typeof value === 'number' ? value : text(value);
  return typeof key === 'string' && known !== null ? [{ key, value: known }] : [];
}

function observableOf({ typeKey, value, description }: { [key: string]: unknown }): Observable[] {
  // Kibana's own types are called `observable-type-ipv4` and so on.
  const type = (text(typeKey) ?? 'observable').replace(/^observable-type-/, '');
  const known = text(value);
  return known === null ? [] : [{ type, value: known, description: text(description) }];
}

function alertsIn(attachments: { [key: string]: unknown }[]): number {
  const ids = attachments.flatMap((it) => [it.alertId, it.attachmentId].flat());
  return new Set(ids.filter((id) => typeof id === 'string')).size;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function user(value: unknown): User | null {
  return value ? (object(value) as unknown as User) : null;
}
