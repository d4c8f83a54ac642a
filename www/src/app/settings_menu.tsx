import { EuiButtonIcon, EuiFormRow, EuiPopover, EuiPopoverTitle, EuiSelect } from '@elastic/eui';
import { useState } from 'react';
import { chooseLicense, currentLicense, LICENSES } from './license';

/** What a host decides for its users. */
export function SettingsMenu() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <EuiPopover
      isOpen={isOpen}
      closePopover={() => setIsOpen(false)}
      aria-label="Settings of the host"
      button={
        <EuiButtonIcon iconType="gear" color="text" size="s" aria-label="Settings" onClick={() => setIsOpen(!isOpen)} />
      }
    >
      <EuiPopoverTitle>Settings of the host</EuiPopoverTitle>
      <EuiFormRow label="Licence" helpText="What a Kibana with this licence would allow. The page loads anew.">
        <EuiSelect
          value={currentLicense() ?? ''}
          options={[{ value: '', text: 'No limit' }, ...LICENSES.map(({ value, label }) => ({ value, text: label }))]}
          onChange={(event) => chooseLicense(event.target.value)}
        />
      </EuiFormRow>
    </EuiPopover>
  );
}
