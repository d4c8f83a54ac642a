import { EuiCard, EuiFlexGrid, EuiFlexItem, EuiSpacer, EuiTitle } from '@elastic/eui';
import type { ConnectorType } from 'case-connectors';

export function TypeCards(props: { types: ConnectorType[]; chosen: string | null; onChoose: (id: string) => void }) {
  return (
    <>
      <EuiTitle size="s">
        <h2>Type</h2>
      </EuiTitle>
      <EuiSpacer size="m" />
      <EuiFlexGrid columns={3} gutterSize="m">
        {props.types.map((type) => (
          <EuiFlexItem key={type.id}>
            <EuiCard
              titleElement="h3"
              titleSize="xs"
              title={type.name}
              description={type.description}
              paddingSize="m"
              hasBorder
              isDisabled={!type.available}
              selectable={{
                isSelected: props.chosen === type.id,
                isDisabled: !type.available,
                'aria-label': `Select ${type.name}`,
                onClick: () => props.onChoose(type.id),
              }}
            />
          </EuiFlexItem>
        ))}
      </EuiFlexGrid>
      <EuiSpacer size="xl" />
    </>
  );
}
