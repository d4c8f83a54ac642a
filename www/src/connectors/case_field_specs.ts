/** The fields of a case that belong to its connector, under the names that Kibana keeps them by. */
interface CaseFieldSpec {
  key: string;
  label: string;
  help: string;
  /** `numbers` are a list, `json` is the text of a JSON object. */
  kind: 'text' | 'numbers' | 'json';
}

const text = (key: string, label: string, help: string): CaseFieldSpec => ({ key, label, help, kind: 'text' });
const json = (key: string): CaseFieldSpec => ({
  key,
  label: 'Additional fields',
  help: 'A JSON object. Mapped fields cannot be set here.',
  kind: 'json',
});

export const CASE_FIELDS: { [typeId: string]: CaseFieldSpec[] } = {
  '.jira': [
    text('issueType', 'Issue type', 'The id of the type. Empty: the first one of the project.'),
    text('priority', 'Priority', 'The name, such as High.'),
    text('parent', 'Parent issue', 'The key, such as SOC-12.'),
    json('otherFields'),
  ],
  '.servicenow': [
    text('impact', 'Impact', '1 is high, 2 medium, 3 low.'),
    text('urgency', 'Urgency', '1 is high, 2 medium, 3 low.'),
    text('severity', 'Incident severity', '1 is high, 2 medium, 3 low.'),
    text('category', 'Category', 'The value, such as software.'),
    text('subcategory', 'Subcategory', 'The value, one of the category.'),
    json('additionalFields'),
  ],
  '.resilient': [
    { key: 'incidentTypes', label: 'Incident types', help: 'Their ids, with commas in between.', kind: 'numbers' },
    text('severityCode', 'Severity code', 'The id of the severity, such as 5.'),
    json('additionalFields'),
  ],
};

type Draft = { [key: string]: string };

export function draftOf(specs: CaseFieldSpec[], fields: { [key: string]: unknown } | null): Draft {
  const asText = (value: unknown) => {
    if (value === null || value === undefined) return '';
    if (Array.isArray(value)) return value.join(', ');
    return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
  };
  return Object.fromEntries(specs.map(({ key }) => [key, asText(fields?.[key])]));
}

export function fieldsOf(specs: CaseFieldSpec[], draft: Draft): { [key: string]: unknown } {
  const fieldOf = ({ key, kind }: CaseFieldSpec) => {
    const text = draft[key]?.trim() ?? '';
    if (text === '') return null;
    return kind === 'numbers' ? text.split(/[\s,]+/).filter(Boolean) : text;
  };
  return Object.fromEntries(specs.map((spec) => [spec.key, fieldOf(spec)]));
}
