import type { Check, ConnectorDraft, TestReport } from 'case-connectors';
import { useEffect, useRef, useState } from 'react';
import { useEngine } from '../core/engine';
import { toDetails, type ShownError } from '../shared/error';
import { useGate } from '../vault/gate';

/** `draft` is the form that was tested, as it was then. */
export type TestState =
  | { kind: 'idle' }
  | { kind: 'running'; draft: ConnectorDraft; label: string; checks: Check[] }
  | { kind: 'ended'; draft: ConnectorDraft; grade: TestReport['grade']; checks: Check[] }
  | { kind: 'refused'; error: ShownError };

export function useConnectionTest() {
  const { connectors: store } = useEngine();
  const { withSecrets } = useGate();
  const [state, setState] = useState<TestState>({ kind: 'idle' });
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);

  const start = async (draft: ConnectorDraft) => {
    const own = new AbortController();
    controller.current = own;
    setState({ kind: 'running', draft, label: 'The test has begun', checks: [] });
    const test = () =>
      store.testConnector(draft, {
        signal: own.signal,
        onProgress: ({ label, checks }) => label && setState({ kind: 'running', draft, label, checks }),
      });
    try {
      setState({ kind: 'ended', draft, ...(await withSecrets(test)) });
    } catch (error) {
      setState({ kind: 'refused', error: toDetails(error) });
    }
  };
  return { state, start, stop: () => controller.current?.abort() };
}
