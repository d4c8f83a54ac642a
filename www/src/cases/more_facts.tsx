import { EuiDescriptionList, EuiSpacer } from '@elastic/eui';
import type { CaseView } from './case_view';
import { customFacts } from './configuration/custom_facts';
import { configurationOf, useConfigurations } from './configuration/stored';

/** What else the case says: it is shown as it came, and is not edited here. */
export function MoreFacts({ view }: { view: CaseView }) {
  const { assignees, category, observables } = view;
  const custom = customFacts(view, configurationOf(useConfigurations(), view.owner));
  const items = [
    ...(category === null ? [] : [{ title: 'Category', description: <bdi>{category}</bdi> }]),
    ...(assignees.length === 0 ? [] : [{ title: 'Assignees', description: <bdi>{assignees.join(', ')}</bdi> }]),
    ...custom.map(({ label, value }) => ({
      title: <bdi>{label}</bdi>,
      description: value === null ? 'It is required, and has no value.' : <bdi>{value}</bdi>,
    })),
    ...(observables.length === 0
      ? []
      : [
          {
            title: 'Observables',
            description: (
              <ul>
                {observables.map(({ type, value, description }) => (
                  <li key={`${type} ${value}`}>
                    {type}: <code dir="auto">{value}</code>
                    {description !== null && (
                      <>
                        {' '}
                        <bdi>({description})</bdi>
                      </>
                    )}
                  </li>
                ))}
              </ul>
            ),
          },
        ]),
  ];
  if (items.length === 0) return null;
  return (
    <>
      <EuiSpacer size="m" />
      <EuiDescriptionList compressed listItems={items} css={{ overflowWrap: 'anywhere' }} />
    </>
  );
}
