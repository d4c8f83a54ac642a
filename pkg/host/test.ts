// The test of a connector that need not be saved.
import type { ConnectorDraft, TestOptions, TestProgress, TestReport } from '../types.js';
import { existing } from './connectors.js';
import type { HostContext } from './context.js';
import { drive } from './drive.js';
import { engine } from './engine.js';
import { quietly } from './quietly.js';
import { withSecrets } from './vault.js';

export async function test(
  context: HostContext,
  draft: ConnectorDraft,
  { signal, timeoutMs, onProgress }: TestOptions,
): Promise<TestReport> {
  const { connector, takesItsSecrets } = await existing(context, draft);
  const options = { existing: connector, license: context.license(), page: page(), timeoutMs };
  const begin = () => engine('runTest', context.handle, draft, options);
  const controller = new AbortController();
  const abort = () => controller.abort();
  const signals = [signal as AbortSignal | null | undefined, context.closing.signal as AbortSignal];
  if (signals.some((it) => it?.aborted)) abort();
  for (const it of signals) it?.addEventListener('abort', abort);
  const run = connector && takesItsSecrets ? await withSecrets(context, connector, begin) : begin();
  try {
    return (await drive(context, run, {
      signal: controller.signal as AbortSignal,
      tell: (progress) => quietly(() => onProgress?.(progress as TestProgress)),
    })) as TestReport;
  } finally {
    for (const it of signals) it?.removeEventListener('abort', abort);
  }
}

/** What the browser knows of itself; workers have no `location` of their own everywhere, and Node has none. */
function page() {
  const { location, navigator, crossOriginIsolated } = globalThis as Partial<typeof globalThis>;
  return { origin: location?.origin, online: navigator?.onLine, isolated: crossOriginIsolated === true };
}
