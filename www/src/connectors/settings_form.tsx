import { EuiFormRow, EuiPanel, EuiRadioGroup, EuiSelect, EuiSpacer } from '@elastic/eui';
import type { ClosureOption, ErrorDetails, Settings } from 'case-connectors';
import { useState } from 'react';
import { useEngine } from '../app/engine';
import { useToast } from '../app/toasts';
import { toDetails } from '../shared/error';
import { ErrorCallout } from '../shared/error_callout';
import { useConnectors } from './store';

const CLOSURES: { id: ClosureOption; label: string }[] = [
  { id: 'close-by-user', label: 'Manually close Security cases' },
  { id: 'close-by-pushing', label: 'Automatically close Security cases when pushing new incident to external system' },
];

/** The default connector and the closure option. Each is saved as it is chosen. */
export function SettingsForm() {
  const { connectors: store } = useEngine();
  const { connectors, settings, reload } = useConnectors();
  const toast = useToast();
  const [error, setError] = useState<ErrorDetails | null>(null);
  // What was chosen stands at once, and goes back if it cannot be saved.
  const [chosen, setChosen] = useState<Partial<Settings>>({});
  const shown = { ...settings, ...chosen };

  const save = async (change: Partial<Settings>) => {
    setChosen((chosen) => ({ ...chosen, ...change }));
    try {
      await store.saveSettings({ ...shown, ...change });
      setError(null);
      await reload();
      toast({ title: 'Settings are saved', color: 'success', iconType: 'check' });
    } catch (error) {
      setError(toDetails(error));
      setChosen({});
    }
  };

  return (
    <EuiPanel hasBorder hasShadow={false}>
      <EuiFormRow label="Default connector" helpText="Used for every case that names no other." fullWidth>
        <EuiSelect
          value={shown.defaultConnectorId ?? ''}
          options={[
            { value: '', text: 'No default connector' },
            ...connectors.map(({ id, name }) => ({ value: id, text: name })),
          ]}
          onChange={(event) => void save({ defaultConnectorId: event.target.value || null })}
        />
      </EuiFormRow>
      <EuiSpacer size="l" />
      <EuiRadioGroup
        legend={{ children: 'Case closures' }}
        options={CLOSURES}
        idSelected={shown.closure}
        onChange={(id) => void save({ closure: id as ClosureOption })}
      />
      {error && (
        <>
          <EuiSpacer size="m" />
          <ErrorCallout title="The settings were not saved" error={error} />
        </>
      )}
    </EuiPanel>
  );
}
