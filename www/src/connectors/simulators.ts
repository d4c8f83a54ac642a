import type { ConnectorDraft } from 'case-connectors';
import { useEffect, useState } from 'react';

/** What the demonstration fills in: the address of a simulated system, and the only account that it knows. */
export interface Simulator {
  name: string;
  fill: (draft: ConnectorDraft) => Pick<ConnectorDraft, 'name' | 'config' | 'secrets'>;
}

interface Demo {
  /** The simulated system's key in the list of addresses. */
  key: string;
  name: string;
  config: NonNullable<ConnectorDraft['config']>;
  secrets: NonNullable<ConnectorDraft['secrets']>;
}

/** These accounts open nothing but the simulators. */
const DEMOS: { [typeId: string]: Demo } = {
  '.servicenow': {
    key: 'servicenow',
    name: 'ServiceNow',
    config: { username: 'case.bot' },
    secrets: { password: 'servicenow-demo-password' },
  },
  '.jira': {
    key: 'jiraCloud',
    name: 'Jira Cloud',
    config: { projectKey: 'SOC', email: 'case.bot@example.com', advanced: { deployment: 'cloud' } },
    secrets: { apiToken: 'jira-demo-token' },
  },
  '.resilient': {
    key: 'resilient',
    name: 'IBM Resilient',
    config: { orgId: '201', apiKeyId: '3f6a1c1e-demo-key' },
    secrets: { apiKeySecret: 'resilient-demo-secret' },
  },
};

let asked: Promise<{ [key: string]: string }> | null = null;

/** The addresses of the simulated systems that the server of this page knows. A real deployment has none. */
function addresses(): Promise<{ [key: string]: string }> {
  asked ??= fetch('/simulators.json')
    .then((answer) => (answer.ok ? answer.json() : {}))
    .catch(() => ({}));
  return asked;
}

export function useSimulator(typeId: string): Simulator | null {
  const [simulator, setSimulator] = useState<Simulator | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void addresses().then((known) => {
      if (isCurrent) setSimulator(simulatorOf(typeId, known));
    });
    return () => {
      isCurrent = false;
    };
  }, [typeId]);
  return simulator;
}

function simulatorOf(typeId: string, known: { [key: string]: string }): Simulator | null {
  const demo = DEMOS[typeId];
  const apiUrl = demo && known[demo.key];
  if (!demo || typeof apiUrl !== 'string') return null;
  return {
    name: demo.name,
    fill: ({ name, config }) => ({
      name: name?.trim() ? name : `${demo.name} (simulated)`,
      config: { ...config, ...demo.config, apiUrl },
      secrets: demo.secrets,
    }),
  };
}
