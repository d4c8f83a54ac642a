// The test of a connector that need not be saved.
import type { ConnectorDraft, TestOptions, TestProgress, TestReport } from '../types.js';
import { existing } from './connectors.js';
import type { HostContext } from './context.js';
import { driveUntil } from './drive.js';
import { engine } from './engine.js';
import { quietly } from './quietly.js';
import { readStored, withSecrets } from './vault.js';

export async function test(
  context: HostContext,
  draft: ConnectorDraft,
  { signal, timeoutMs, onProgress }: TestOptions,
): Promise<TestReport> {
  const { connector, takesItsSecrets } = existing(context, draft, await readStored(context));
  const options = { existing: connector, license: context.license(), page: page(), timeoutMs };
  const begin = () => engine('runTest', context.handle, draft, options);
  const run = async () => (connector && takesItsSecrets ? withSecrets(context, connector, begin) : begin());
  const tell = (progress: unknown) => quietly(() => onProgress?.(progress as TestProgress));
  return (await driveUntil(context, signal, run, { tell })) as TestReport;
}

/** What the browser knows of itself; workers have no `location` of their own everywhere, and Node has none. */
function page() {
  const { location, navigator, crossOriginIsolated } = globalThis as Partial<typeof globalThis>;
  return { origin: location?.origin, online: navigator?.onLine, isolated: crossOriginIsolated === true };
}
