import { EuiFormRow, EuiSpacer, EuiSuperSelect, EuiText } from '@elastic/eui';
import { ErrorAnswer } from '../shared/error_callout';
import { useConnectors } from '../core/stored_connectors';
import { useSettings } from './use_settings';
import { useConnectorLabels } from '../core/use_connector_labels';
import { useConnectorTypes } from '../core/connector_types';

const NONE = 'none';
const ADD = 'add';

/** The default connector: what every case uses that names no other. */
export function SystemSelect({ onAdd }: { onAdd: () => void }) {
  const { connectors } = useConnectors();
  const { shown, save, error } = useSettings();
  const types = useConnectorTypes();
  const labels = useConnectorLabels();
  const options = [
    { value: NONE, inputDisplay: 'No connector selected' },
    ...connectors.map(({ id, name, type }) => ({
      value: id,
      inputDisplay: labels.get(id) ?? name,
      dropdownDisplay: (
        <>
          <strong>{labels.get(id) ?? name}</strong>
          <EuiText size="s" color="subdued">
            <p>{types.find((it) => it.id === type)?.name ?? type}</p>
          </EuiText>
        </>
      ),
    })),
    { value: ADD, inputDisplay: 'Add new connector', disabled: !types.some(({ available }) => available) },
  ];
  return (
    <>
      <EuiFormRow label="Incident management system" fullWidth>
        <EuiSuperSelect
          fullWidth
          options={options}
          valueOfSelected={shown.defaultConnectorId ?? NONE}
          onChange={(value) =>
            value === ADD ? onAdd() : void save({ defaultConnectorId: value === NONE ? null : value })
          }
        />
      </EuiFormRow>
      {error && (
        <>
          <EuiSpacer size="m" />
          <ErrorAnswer title="The settings were not saved" error={error} />
        </>
      )}
    </>
  );
}
