import type { Check, ConnectorDraft, Problem, TestReport } from 'case-connectors';
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

/** What a test has found for the form, as it was then. */
export interface Tested {
  draft: ConnectorDraft;
  problems: Problem[];
}

export function useConnectionTest(onEnd: (tested: Tested) => void) {
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
      const report = await withSecrets(test);
      setState({ kind: 'ended', draft, ...report });
      onEnd({ draft, problems: report.problems });
    } catch (error) {
      setState({ kind: 'refused', error: toDetails(error) });
    }
  };
  return { state, start, stop: () => controller.current?.abort() };
}
