import type { PushPlan, PushStatus } from 'case-connectors';
import { useEffect, useState } from 'react';
import { useEngine } from '../core/engine';
import { toInput, type CaseFile } from '../cases/case_file';
import { useConnectors } from '../core/stored_connectors';
import { toDetails, type ShownError } from '../shared/error';

/** What a push would do now, and how the incident stands. All are `null` while it is being worked out. */
export interface Planned {
  plan: PushPlan | null;
  status: PushStatus | null;
  error: ShownError | null;
}

const NOTHING: Planned = { plan: null, status: null, error: null };

export function usePlan(file: CaseFile, connectorId: string | null): Planned {
  const { connectors: store } = useEngine();
  const { version } = useConnectors();
  const [planned, setPlanned] = useState<Planned>(NOTHING);

  // Another connector: what was planned for the one before must not be shown for a moment longer.
  const [plannedFor, setPlannedFor] = useState(connectorId);
  if (plannedFor !== connectorId) {
    setPlannedFor(connectorId);
    setPlanned(NOTHING);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies(version): it stands for what is stored, which is read anew.
  useEffect(() => {
    if (connectorId === null) return;
    let isCurrent = true;
    const input = toInput(file);
    Promise.all([store.plan(input, { connectorId }), store.status(input, { connectorId })]).then(
      ([plan, status]) => isCurrent && setPlanned({ plan, status, error: null }),
      (error: unknown) => isCurrent && setPlanned({ ...NOTHING, error: toDetails(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [store, file, connectorId, version]);

  return planned;
}
