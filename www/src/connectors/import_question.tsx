import { EuiCheckbox, EuiSpacer, EuiText, EuiTitle, useEuiTheme } from '@elastic/eui';
import type { ConnectorChange, FieldMapping, ReplacedConnector } from 'case-connectors';
import { useState } from 'react';
import { ConfirmDialog } from '../shared/confirm_dialog';

interface Props {
  replaced: ReplacedConnector[];
  onReplace: (ids: string[]) => Promise<void>;
  onClose: () => void;
}

/** Asks before an import takes the place of connectors that are stored: a file may be anybody's. */
export function ImportQuestion({ replaced, onReplace, onClose }: Props) {
  const { euiTheme } = useEuiTheme();
  const [chosen, setChosen] = useState<string[]>([]);
  const toggle = (id: string) =>
    setChosen((before) => (before.includes(id) ? before.filter((other) => other !== id) : [...before, id]));
  return (
    <ConfirmDialog
      title="Replace stored connectors?"
      action="Replace the chosen ones"
      failed="They were not replaced"
      isDisabled={chosen.length === 0}
      onConfirm={() => onReplace(chosen)}
      onClose={onClose}
    >
      <EuiText size="s">
        <p>
          The file has other versions of connectors that are stored here. Replace one only where you know who made the
          file: it decides where cases are sent.
        </p>
      </EuiText>
      {replaced.map(({ id, name, changes }) => (
        <section key={id} aria-label={name} css={{ marginTop: euiTheme.size.m }}>
          <EuiTitle size="xxs">
            <h3 css={{ overflowWrap: 'anywhere' }}>{name}</h3>
          </EuiTitle>
          <Changes changes={changes} />
          <EuiSpacer size="s" />
          <EuiCheckbox
            id={`replace ${id}`}
            label={`Replace ${name}`}
            checked={chosen.includes(id)}
            onChange={() => toggle(id)}
          />
        </section>
      ))}
    </ConfirmDialog>
  );
}

function Changes({ changes }: { changes: ConnectorChange[] }) {
  return (
    <EuiText size="s" css={{ overflowWrap: 'anywhere' }}>
      <ul>
        {changes.map(({ field, before, after }) => (
          <li key={field}>
            {labelOf(field)}: {words(before)} → <strong>{words(after)}</strong>
          </li>
        ))}
      </ul>
    </EuiText>
  );
}

/** As the form and the mappings name what decides about the destination; anything else by its path. */
function labelOf(field: string): string {
  const names: { [field: string]: string } = {
    name: 'Name',
    type: 'Type',
    'config.apiUrl': 'Sent to',
    'config.advanced.colleagues': 'Colleagues, whose entries count as ours',
  };
  return names[field] ?? (field.startsWith('mappings.') ? `Mapping of the ${field.slice('mappings.'.length)}` : field);
}

function words(value: unknown): string {
  if (value === null) return 'nothing';
  if (!Array.isArray(value)) return String(value);
  const mappings = value as FieldMapping[];
  const active = mappings.filter(({ action, target }) => action !== 'nothing' && target !== 'not_mapped');
  return active.map(({ target, action }) => `${target} (${action})`).join(', ') || 'nothing';
}
