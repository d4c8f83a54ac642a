import type { ConnectorType, FieldMapping, StoredConnector } from 'case-connectors';

/** The parts of a case that are mapped to fields of an incident. */
export const CASE_PARTS: Record<FieldMapping['source'], string> = {
  title: 'Title',
  description: 'Description',
  comments: 'Comments',
  tags: 'Tags',
};

type Mapped = Pick<StoredConnector, 'mappings'>;
type Described = Pick<ConnectorType, 'defaultMappings' | 'caseFields'>;

/** What an analyst calls a field of the incident: the part of the case that goes there, or the label that it has in the case. Any other
 * has its own name alone. */
export function fieldName(field: string, connector: Mapped, type: Described | undefined): string {
  const mappings = connector.mappings ?? type?.defaultMappings ?? [];
  const parts = mappings.filter(({ target }) => target === field);
  if (parts.length > 0) return parts.map(({ source }) => CASE_PARTS[source]).join(' and ');
  return type?.caseFields.find(({ key }) => key === field)?.label ?? field;
}
