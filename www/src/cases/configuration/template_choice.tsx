import { EuiFormRow, EuiSelect, EuiSpacer, EuiText } from '@elastic/eui';
import { useState } from 'react';
import { ConfirmDialog } from '../../shared/confirm_dialog';
import { connectorHere, filled, takesAway, type Fillable, type Here } from './fill';
import type { Template } from './read';

/** Fills a new case from a template, and asks before that takes away what is in the form. */
export function TemplateChoice<T extends Fillable>(props: {
  templates: readonly Template[];
  draft: T;
  /** Of this browser; `null` while they are not known yet, and a template cannot choose one. */
  connectors: readonly Here[] | null;
  onFill: (draft: T) => void;
}) {
  const { templates, draft } = props;
  const connectors = props.connectors ?? [];
  const chosen = templates.find(({ key }) => key === draft.template);
  const [asked, setAsked] = useState<Template | null>(null);
  const choose = (key: string) => {
    const template = templates.find((one) => one.key === key) ?? null;
    if (template && takesAway(draft, template, connectors)) setAsked(template);
    else props.onFill(filled(draft, template, connectors));
  };
  return (
    <>
      <EuiFormRow label="Template">
        <EuiSelect
          options={[{ value: '', text: 'None' }, ...templates.map(({ key, name }) => ({ value: key, text: name }))]}
          isLoading={props.connectors === null}
          disabled={props.connectors === null}
          value={chosen?.key ?? ''}
          onChange={(event) => choose(event.target.value)}
        />
      </EuiFormRow>
      {chosen && <FromTemplate draft={draft} template={chosen} connectors={props.connectors} />}
      <EuiSpacer size="m" />
      {asked && (
        <ConfirmDialog
          title="Fill the case from the template?"
          action="Replace what is there"
          failed="It was not filled"
          onConfirm={() => props.onFill(filled(draft, asked, connectors))}
          onClose={() => setAsked(null)}
        >
          <p>
            The template <bdi>{asked.name}</bdi> has its own values for what is in the form already.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

const ON_OR_OFF = (it: boolean) => (it ? 'On' : 'Off');

/** What a template gives that has no control of its own, and what it cannot give here. */
function FromTemplate(props: { draft: Fillable; template: Template; connectors: readonly Here[] | null }) {
  const { template, connectors } = props;
  const { category, assignees, settings, connectorId } = props.draft;
  const { connector } = template;
  const isChosen = connectorId !== '' || connectors === null || connectorHere(template, connectors) !== null;
  return (
    <EuiText size="s" css={{ marginBlockStart: 8, overflowWrap: 'anywhere', p: { marginBlockEnd: 0 } }}>
      {category !== null && (
        <p>
          Category: <bdi>{category}</bdi>
        </p>
      )}
      {assignees.length > 0 && (
        <p>
          Assignees: <bdi>{assignees.join(', ')}</bdi>
        </p>
      )}
      {settings && <p>Sync alert status with case status: {ON_OR_OFF(settings.syncAlerts)}</p>}
      {settings?.extractObservables !== undefined && (
        <p>Auto-extract observables: {ON_OR_OFF(settings.extractObservables)}</p>
      )}
      {connector && !isChosen && (
        <p>
          The template names the connector <bdi>{connector.name}</bdi>, and none here is known to be it. Choose one
          below.
        </p>
      )}
    </EuiText>
  );
}
