import type { StoredConnector } from 'case-connectors';
import { EuiPanel, EuiSpacer, EuiTitle } from '@elastic/eui';
import { useEffect } from 'react';
import { useConnectorTypes } from '../../core/connector_types';
import { useEngine, type Engine } from '../../core/engine';
import { toInput } from '../case_file';
import { newCase } from '../create/new_case';
import { draftOf, fieldsOf, hasUnread, type CaseFieldDraft } from './case_field_draft';
import { FieldSet } from './field_set';
import { LiveHead } from './live_head';
import { refusedFields } from './overriding';
import { useLiveFields } from './use_live_fields';

/** What a new case gives the connector that was chosen for it. */
export function NewCaseFields(props: {
  connector: StoredConnector;
  draft: CaseFieldDraft;
  /** What the case gets, where nobody has typed yet. */
  fields: { [key: string]: unknown } | null;
  /** Whether somebody has tried to create the case: then what is missing is said. */
  wasSubmitted: boolean;
  onChange: (draft: CaseFieldDraft, fields: { [key: string]: unknown }) => void;
  /** Hears whether the case cannot be created with what stands there, whoever has put it there. */
  onRefused: (isRefused: boolean) => void;
}) {
  const { connector, onRefused } = props;
  const { api } = useEngine();
  const type = useConnectorTypes().find(({ id }) => id === connector.type);
  const specs = type?.caseFields ?? [];
  // With the defaults of what was not touched yet.
  const draft = { ...draftOf(specs, props.fields), ...props.draft };
  const live = useLiveFields(connector.id, String(draft.issueType ?? ''));
  const values = fieldsOf(specs, draft);
  const refused = refusedOf(api, connector, values);
  const isRefused = refused !== null || hasUnread(draft, live.live);
  useEffect(() => onRefused(isRefused), [isRefused, onRefused]);
  const problems = type && live.live ? api.validateFields(values, type.id, live.live) : [];
  return (
    <>
      <EuiSpacer size="m" />
      <EuiPanel hasBorder hasShadow={false} role="group" aria-label={`Fields of ${connector.name}`}>
        <EuiTitle size="xs">
          <h3 css={{ overflowWrap: 'anywhere' }}>Fields of {connector.name}</h3>
        </EuiTitle>
        <EuiSpacer size="s" />
        <LiveHead {...live} onRefresh={live.refresh} />
        <FieldSet
          specs={specs}
          live={live.live}
          connectorId={connector.id}
          draft={draft}
          problems={problems.filter(({ code }) => props.wasSubmitted || code !== 'FIELD_REQUIRED')}
          error={refused}
          notTaken={() => null}
          isLocked={false}
          onChange={(draft) => props.onChange(draft, fieldsOf(specs, draft))}
        />
      </EuiPanel>
    </>
  );
}

function refusedOf(api: Engine['api'], connector: StoredConnector, fields: { [key: string]: unknown }) {
  const { id, name, type } = connector;
  return refusedFields(api, toInput(newCase(UNTITLED, { id, name, type, fields })), connector);
}

/** What else a case has decides nothing about these fields. */
const UNTITLED = { title: '-', description: '', tags: [], severity: 'low' };
