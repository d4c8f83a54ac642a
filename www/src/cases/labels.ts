/** What the codes of a case are called, and how they look. */
export const STATUSES: { [status: string]: { label: string; color: string } } = {
  open: { label: 'Open', color: 'primary' },
  'in-progress': { label: 'In progress', color: 'warning' },
  closed: { label: 'Closed', color: 'default' },
};

export const SEVERITIES: { [severity: string]: { label: string; color: string } } = {
  low: { label: 'Low', color: '#54b399' },
  medium: { label: 'Medium', color: '#d6bf57' },
  high: { label: 'High', color: '#da8b45' },
  critical: { label: 'Critical', color: '#e7664c' },
};

export function statusOf(status: string | null) {
  return STATUSES[status ?? ''] ?? { label: status ?? 'No status', color: 'hollow' };
}

export function severityOf(severity: string | null) {
  return SEVERITIES[severity ?? ''] ?? { label: severity ?? 'No severity', color: 'subdued' };
}

export function optionsOf(labels: { [value: string]: { label: string } }) {
  return Object.entries(labels).map(([value, { label }]) => ({ value, text: label }));
}
