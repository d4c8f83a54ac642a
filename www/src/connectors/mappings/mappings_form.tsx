import { EuiButton, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import type { ConnectorType, FieldMapping, StoredConnector } from 'case-connectors';
import { useMemo, useState, type FormEvent } from 'react';
import { useEngine } from '../../core/engine';
import { useToast } from '../../core/toasts';
import { toDetails, type ShownError } from '../../shared/error';
import { ErrorAnswer } from '../../shared/error_callout';
import { useGate } from '../../vault/gate';
import { ConnectorChanged, saveChanges } from '../../core/connector_changes';
import { draftOf, isError } from '../draft';
import { useConnectors } from '../../core/stored_connectors';
import { MappingPreview } from './mapping_preview';
import { MappingTable } from './mapping_table';

const SOURCES: FieldMapping['source'][] = ['title', 'description', 'comments', 'tags'];

/** Where the parts of a case go. What is chosen shows at once in the preview, and counts once it is saved. */
export function MappingsForm({ connector, type }: { connector: StoredConnector; type: ConnectorType }) {
  const { api, connectors: store } = useEngine();
  const { reload } = useConnectors();
  const { withSecrets } = useGate();
  const toast = useToast();
  const stored = useMemo(() => complete(connector.mappings ?? type.defaultMappings), [connector, type]);
  const [changing, setChanging] = useState<{ seen: StoredConnector; mappings: FieldMapping[] } | null>(null);
  const [error, setError] = useState<ShownError | null>(null);
  const mappings = changing?.mappings ?? stored;
  // The connector is read anew by whatever changes it: what was seen is that of the first change.
  const setMappings = (mappings: FieldMapping[]) => setChanging((now) => ({ seen: now?.seen ?? connector, mappings }));
  const seen = changing?.seen ?? connector;
  const draft = { ...draftOf(seen), mappings: mappings.filter(({ target }) => target !== 'not_mapped') };
  const problems = api
    .validateConnector({ ...draft, mappings }, { existing: connector })
    .filter(({ field }) => field?.startsWith('mappings['));

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (problems.some(isError)) return;
    try {
      const result = await withSecrets(() => saveChanges(store, connector.id, seen, draft));
      if (!result.saved) throw new Error(result.problems.find(isError)?.message ?? 'It was refused.');
      setError(null);
      await reload();
      setChanging(null);
      toast({ title: 'The field mappings are saved', color: 'success', iconType: 'check' });
    } catch (error) {
      // What is saved now goes before what this page has read.
      if (error instanceof ConnectorChanged) {
        const now = error.found?.now;
        if (now) setChanging((changing) => changing && { ...changing, seen: now });
        await reload();
      }
      setError(toDetails(error));
    }
  };
  return (
    <form onSubmit={(event) => void save(event)} noValidate aria-label={`Field mappings of ${connector.name}`}>
      <MappingTable type={type} mappings={mappings} problems={problems} onChange={setMappings} />
      {error && (
        <>
          <EuiSpacer size="m" />
          <ErrorAnswer title="The field mappings were not saved" error={error} />
        </>
      )}
      <EuiSpacer size="m" />
      <EuiFlexGroup gutterSize="s" responsive={false} wrap>
        <EuiFlexItem grow={false}>
          <EuiButton size="s" type="submit" fill isDisabled={changing === null || problems.length > 0}>
            Save field mappings
          </EuiButton>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty size="s" onClick={() => setMappings(complete(type.defaultMappings))}>
            Back to the defaults
          </EuiButtonEmpty>
        </EuiFlexItem>
        {changing && (
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty size="s" onClick={() => setChanging(null)}>
              Undo changes
            </EuiButtonEmpty>
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
      <EuiSpacer size="l" />
      <MappingPreview connector={{ ...connector, mappings: draft.mappings }} isValid={problems.length === 0} />
    </form>
  );
}

/** Every part of a case has its line, mapped or not. */
function complete(mappings: FieldMapping[]): FieldMapping[] {
  const missing = SOURCES.filter((source) => !mappings.some((it) => it.source === source));
  return [...mappings, ...missing.map((source) => ({ source, target: 'not_mapped', action: 'nothing' as const }))];
}
