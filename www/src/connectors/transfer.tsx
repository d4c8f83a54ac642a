import { EuiButton, EuiFilePicker, EuiFormRow, EuiSpacer } from '@elastic/eui';
import type { ImportResult, ReplacedConnector } from 'case-connectors';
import { useState } from 'react';
import { deleted } from '../core/deleted';
import { useEngine } from '../core/engine';
import { download } from '../shared/download';
import { toDetails, type ShownError } from '../shared/error';
import { ErrorAnswer } from '../shared/error_callout';
import { ImportQuestion } from './import_question';
import { TransferReport } from './transfer_report';
import { useConnectors } from '../core/stored_connectors';

/** Takes connectors to another browser: all but their secrets. */
export function Transfer() {
  const { connectors: store } = useEngine();
  const { connectors, reload } = useConnectors();
  const [result, setResult] = useState<ImportResult | null>(null);
  const [asked, setAsked] = useState<{ data: unknown; replaced: ReplacedConnector[] } | null>(null);
  const [failed, setFailed] = useState<{ title: string; error: ShownError } | null>(null);

  const doing = async (title: string, action: () => Promise<void>) => {
    setFailed(null);
    setResult(null);
    try {
      await action();
    } catch (error) {
      setFailed({ title, error: toDetails(error) });
    }
  };
  const exportAll = () =>
    doing('The connectors were not exported', async () => {
      const all = await store.exportConnectors();
      // One that can still be brought back is stored, and not meant.
      const isShown = (id: string | undefined) => connectors.some((it) => it.id === id);
      const data = {
        ...all,
        connectors: all.connectors.filter(({ id }) => isShown(id)),
        missingSecrets: all.missingSecrets.filter(({ connectorId }) => isShown(connectorId)),
      };
      download('case-connectors.json', JSON.stringify(data, null, 2));
    });
  const importFrom = (file: File) =>
    doing('The file could not be imported', async () => {
      const data = parse(await file.text());
      const replaced = await take(data, []);
      if (replaced.length > 0) setAsked({ data, replaced });
    });
  /** Imports, and answers which stored connectors stayed, although the file has others in their place. */
  const take = async (data: unknown, replace: string[]) => {
    const result = await store.importConnectors(data, { replace });
    deleted.replaced(
      'connector',
      result.results.flatMap((it) => (it.saved ? it.id : [])),
    );
    setResult(result);
    await reload();
    return result.results.flatMap((it) => (it.saved || !it.replaces ? [] : [it.replaces]));
  };

  return (
    <>
      <EuiButton iconType="download" isDisabled={connectors.length === 0} onClick={() => void exportAll()}>
        Export connectors
      </EuiButton>
      <EuiSpacer size="l" />
      <EuiFormRow label="Import connectors" helpText="A file that was exported here." fullWidth>
        <EuiFilePicker
          fullWidth
          display="default"
          accept="application/json,.json"
          initialPromptText="Select or drop a file"
          onChange={(files) => {
            const file = files?.[0];
            if (file) void importFrom(file);
          }}
        />
      </EuiFormRow>
      {asked && (
        <ImportQuestion
          replaced={asked.replaced}
          onReplace={async (ids) => void (await take(asked.data, ids))}
          onClose={() => setAsked(null)}
        />
      )}
      {failed && (
        <>
          <EuiSpacer size="m" />
          <ErrorAnswer title={failed.title} error={failed.error} />
        </>
      )}
      {result && (
        <>
          <EuiSpacer size="m" />
          <TransferReport result={result} />
        </>
      )}
    </>
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw Object.assign(new Error('The file is not JSON.'), {
      code: 'IMPORT_INVALID',
      remedy: 'Choose a file that was exported here.',
    });
  }
}
