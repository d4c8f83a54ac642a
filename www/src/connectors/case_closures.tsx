import { EuiRadioGroup, EuiSpacer } from '@elastic/eui';
import type { ClosureOption } from 'case-connectors';
import { ErrorAnswer } from '../shared/error_callout';
import { useSettings } from './use_settings';

const CLOSURES: { id: ClosureOption; label: string }[] = [
  { id: 'close-by-user', label: 'Manually close Security cases' },
  { id: 'close-by-pushing', label: 'Automatically close Security cases when pushing new incident to external system' },
];

export function CaseClosures() {
  const { shown, save, error } = useSettings();
  return (
    <>
      <EuiRadioGroup
        legend={{ children: 'Case closures', display: 'hidden' }}
        options={CLOSURES}
        idSelected={shown.closure}
        onChange={(id) => void save({ closure: id as ClosureOption })}
      />
      {error && (
        <>
          <EuiSpacer size="m" />
          <ErrorAnswer title="The settings were not saved" error={error} />
        </>
      )}
    </>
  );
}
