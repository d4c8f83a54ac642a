import { expect, test } from 'vitest';
import { labelsOf } from './connector_labels';

const TYPES = [{ id: '.jira', name: 'Jira' }];
const jira = (id: string, name: string, apiUrl?: string) => ({
  id,
  name,
  type: '.jira',
  config: apiUrl ? { apiUrl } : {},
});
const labels = (...connectors: Parameters<typeof labelsOf>[0]) => [...labelsOf(connectors, TYPES).values()];

test('connectors are called by their names', () => {
  expect(labels(jira('a', 'Jira'), jira('b', 'Other'))).toEqual(['Jira', 'Other']);
});

test('those that share one are told apart by type and address', () => {
  expect(
    labels(
      jira('a', 'SOC', 'https://a.example'),
      { ...jira('b', 'SOC', 'https://b.example'), type: '.new' },
      jira('c', 'X'),
    ),
  ).toEqual(['SOC (Jira, https://a.example)', 'SOC (.new, https://b.example)', 'X']);
});

test('those that share all of it, by their ids', () => {
  const [one, two] = labels(jira('a', 'SOC', 'https://a.example'), jira('b', 'SOC', 'https://a.example'));
  expect(one).toBe('SOC (Jira, https://a.example), id a');
  expect(two).toContain('id b');
  expect(new Set(labels(jira('a', 'SOC'), jira('b', 'SOC'))).size).toBe(2);
});
