import {
  EuiButtonEmpty,
  EuiButtonIcon,
  EuiFieldText,
  EuiFormRow,
  EuiPopover,
  EuiPopoverTitle,
  EuiSelect,
  EuiSpacer,
} from '@elastic/eui';
import { useEffect, useState, type FormEvent } from 'react';
import { simulated } from '../shared/simulated';
import { chooseLicense, currentLicense, LICENSES } from '../core/license';
import { chooseOpener, currentOpener } from '../core/opener';
import { choosePusher, currentPusher } from '../core/pusher';

/** What a host decides for its users. */
export function SettingsMenu() {
  const [isOpen, setIsOpen] = useState(false);
  const [hasKibana, setHasKibana] = useState(currentPusher() === 'kibana');
  useEffect(() => void simulated().then(({ kibana }) => setHasKibana((has) => has || kibana !== undefined)), []);
  return (
    <EuiPopover
      isOpen={isOpen}
      anchorPosition="downRight"
      closePopover={() => setIsOpen(false)}
      aria-label="Settings of the host"
      panelProps={{ css: { inlineSize: 'min(340px, calc(100vw - 64px))' } }}
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
      <EuiSpacer size="m" />
      <Opener />
      <EuiSpacer size="m" />
      {hasKibana && (
        <EuiFormRow label="Who pushes" helpText="Kibana pushes the cases that it has itself. The page loads anew.">
          <EuiSelect
            value={currentPusher()}
            options={[
              { value: 'browser', text: 'This browser' },
              { value: 'kibana', text: 'Kibana' },
            ]}
            onChange={(event) => choosePusher(event.target.value)}
          />
        </EuiFormRow>
      )}
    </EuiPopover>
  );
}

function Opener() {
  const [typed, setTyped] = useState(currentOpener);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    chooseOpener(typed.trim());
  };
  return (
    <form onSubmit={submit}>
      <EuiFormRow
        label="Who opens incidents"
        helpText="A user name or a mail address there: ServiceNow then has this person as the caller of new incidents. The page loads anew."
      >
        <EuiFieldText
          value={typed}
          placeholder="Nobody is named"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
          append={
            <EuiButtonEmpty size="xs" type="submit" isDisabled={typed.trim() === currentOpener()}>
              Use it
            </EuiButtonEmpty>
          }
        />
      </EuiFormRow>
    </form>
  );
}
