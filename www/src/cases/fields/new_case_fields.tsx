import type { StoredConnector } from 'case-connectors';
import { EuiPanel, EuiSpacer, EuiTitle } from '@elastic/eui';
import { useConnectorTypes } from '../../core/connector_types';
import { useEngine } from '../../core/engine';
import type { ShownError } from '../../shared/error';
import { toInput } from '../case_file';
import { newCase } from '../create/new_case';
import { draftOf, fieldsOf, type CaseFieldDraft } from './case_field_draft';
import { FieldSet } from './field_set';
import { LiveHead } from './live_head';
import { refusedFields } from './overriding';
import { useLiveFields } from './use_live_fields';

/** What a new case gives the connector that was chosen for it. */
export function NewCaseFields(props: {
  connector: StoredConnector;
  draft: CaseFieldDraft;
  /** Whether somebody has tried to create the case: then what is missing is said. */
  wasSubmitted: boolean;
  /** `refused`: with these the case cannot be created. */
  onChange: (draft: CaseFieldDraft, fields: { [key: string]: unknown }, refused: boolean) => void;
}) {
  const { connector } = props;
  const { api } = useEngine();
  const type = useConnectorTypes().find(({ id }) => id === connector.type);
  const specs = type?.caseFields ?? [];
  // With the defaults of what was not touched yet.
  const draft = { ...draftOf(specs, null), ...props.draft };
  const live = useLiveFields(connector.id, String(draft.issueType ?? ''));
  const values = fieldsOf(specs, draft);
  const refused = (fields: { [key: string]: unknown }): ShownError | null => {
    const { id, name, type } = connector;
    return refusedFields(api, toInput(newCase(UNTITLED, { id, name, type, fields })), connector);
  };
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
          error={refused(values)}
          notTaken={() => null}
          isLocked={false}
          onChange={(draft) => {
            const fields = fieldsOf(specs, draft);
            props.onChange(draft, fields, refused(fields) !== null);
          }}
        />
      </EuiPanel>
    </>
  );
}

/** What else a case has decides nothing about these fields. */
const UNTITLED = { title: '-', description: '', tags: [], severity: 'low' };
