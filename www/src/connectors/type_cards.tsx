import { EuiCheckableCard, EuiFlexGrid, EuiFlexItem, EuiSpacer, EuiText, useGeneratedHtmlId } from '@elastic/eui';
import type { ConnectorType } from 'case-connectors';

export function TypeCards(props: { types: ConnectorType[]; chosen: string | null; onChoose: (id: string) => void }) {
  const name = useGeneratedHtmlId({ prefix: 'type' });
  return (
    <fieldset>
      <legend>
        <EuiText size="s">
          <strong>Connector type</strong>
        </EuiText>
      </legend>
      <EuiSpacer size="s" />
      <EuiFlexGrid columns={3} gutterSize="m">
        {props.types.map((type) => (
          <EuiFlexItem key={type.id}>
            <EuiCheckableCard
              id={`${name}${type.id}`}
              name={name}
              label={<strong>{type.name}</strong>}
              value={type.id}
              checked={props.chosen === type.id}
              disabled={!type.available}
              onChange={() => props.onChoose(type.id)}
              css={{ blockSize: '100%' }}
            >
              <EuiText size="s" color="subdued">
                <p>{type.description}</p>
              </EuiText>
            </EuiCheckableCard>
          </EuiFlexItem>
        ))}
      </EuiFlexGrid>
      <EuiSpacer size="xl" />
    </fieldset>
  );
}
