import type { ConnectorDraft } from 'case-connectors';
import { useEffect, useState } from 'react';
import { useEngine, type Engine } from '../app/engine';
import { simulated } from '../shared/simulated';

/** What the demonstration fills in: the address of a simulated system, and the only account that it knows. */
export interface Simulator {
  name: string;
  fill: (draft: ConnectorDraft) => ConnectorDraft;
}

interface Demo {
  /** The simulated system's key in the list of addresses. */
  key: string;
  name: string;
  /** What is typed, by the paths of the fields. */
  values: { [path: string]: string };
}

/** These accounts open nothing but the simulators. */
const DEMOS: { [typeId: string]: Demo } = {
  '.servicenow': {
    key: 'servicenow',
    name: 'ServiceNow',
    values: { 'config.username': 'case.bot', 'secrets.password': 'servicenow-demo-password' },
  },
  '.jira': {
    key: 'jiraCloud',
    name: 'Jira Cloud',
    values: {
      'config.projectKey': 'SOC',
      'config.email': 'case.bot@example.com',
      'config.advanced.deployment': 'cloud',
      'secrets.apiToken': 'jira-demo-token',
    },
  },
  '.resilient': {
    key: 'resilient',
    name: 'IBM Resilient',
    values: {
      'config.orgId': '201',
      'config.apiKeyId': '3f6a1c1e-demo-key',
      'secrets.apiKeySecret': 'resilient-demo-secret',
    },
  },
};

export function useSimulator(typeId: string): Simulator | null {
  const engine = useEngine();
  const [simulator, setSimulator] = useState<Simulator | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void simulated().then((known) => {
      if (isCurrent) setSimulator(simulatorOf(engine, typeId, known));
    });
    return () => {
      isCurrent = false;
    };
  }, [engine, typeId]);
  return simulator;
}

function simulatorOf({ api }: Engine, typeId: string, known: { [key: string]: string }): Simulator | null {
  const demo = DEMOS[typeId];
  const apiUrl = demo && known[demo.key];
  if (!demo || typeof apiUrl !== 'string') return null;
  return {
    name: demo.name,
    fill: (draft) => {
      const name = draft.name?.trim() ? draft.name : `${demo.name} (simulated)`;
      const values = Object.entries({ ...demo.values, name, 'config.apiUrl': apiUrl });
      return values.reduce((draft, [path, value]) => api.setValue(draft, path, value), draft);
    },
  };
}
