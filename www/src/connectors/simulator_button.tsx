import { EuiButton, EuiCallOut, EuiSpacer, EuiText } from '@elastic/eui';
import type { ConnectorDraft } from 'case-connectors';
import { useEffect, useState } from 'react';
import { useEngine, type Engine } from '../core/engine';
import { simulated } from '../shared/simulated';

/** What the demonstration fills in: the address of a simulated system, and the only account that it knows. */
interface Simulator {
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

/** Offers the simulated system, where there is one, and says what it is. */
export function SimulatorButton(props: { typeId: string; onDraft: (fill: Simulator['fill']) => void }) {
  const simulator = useSimulator(props.typeId);
  const [isUsed, setIsUsed] = useState(false);
  if (!simulator) return null;
  return (
    <>
      <EuiCallOut size="s" iconType="flask" title={`A simulated ${simulator.name} runs beside this page`} heading="h3">
        <EuiText size="s">
          <p role="status">
            {isUsed
              ? 'Its address and its demonstration account are filled in. Nothing that you push reaches a real system.'
              : 'Try it without an account: nothing that you push there reaches a real system.'}
          </p>
        </EuiText>
        <EuiSpacer size="s" />
        <EuiButton
          size="s"
          onClick={() => {
            props.onDraft(simulator.fill);
            setIsUsed(true);
          }}
        >
          Use the simulator
        </EuiButton>
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}

function useSimulator(typeId: string): Simulator | null {
  const engine = useEngine();
  const [simulator, setSimulator] = useState<Simulator | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void simulated().then((addresses) => {
      if (isCurrent) setSimulator(simulatorOf(engine, typeId, addresses));
    });
    return () => {
      isCurrent = false;
    };
  }, [engine, typeId]);
  return simulator;
}

function simulatorOf({ api }: Engine, typeId: string, addresses: { [key: string]: string }): Simulator | null {
  const demo = DEMOS[typeId];
  const apiUrl = demo && addresses[demo.key];
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
