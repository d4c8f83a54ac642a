import type { ConnectorType, FieldMapping } from 'case-connectors';

/** The field that holds a list of words, as tags are one. */
const LABELS = 'labels';

export const hasLabels = ({ targets }: ConnectorType) => targets.some(({ name }) => name === LABELS);

const isToLabels = ({ source, target, action }: FieldMapping) =>
  source === 'tags' && target === LABELS && action !== 'nothing';

export const sendsTags = (mappings: readonly FieldMapping[]) => mappings.some(isToLabels);

/** Tags go to the labels, beside those of others, or nowhere. Whatever else is mapped stays as it is. */
export function withTagsAsLabels(mappings: readonly FieldMapping[], isSent: boolean): FieldMapping[] {
  const others = mappings.filter((it) => (isSent ? it.source !== 'tags' : !isToLabels(it)));
  return isSent ? [...others, { source: 'tags', target: LABELS, action: 'append' }] : others;
}
