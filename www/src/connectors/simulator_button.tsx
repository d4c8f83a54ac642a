import { EuiButton, EuiCallOut, EuiSpacer, EuiText } from '@elastic/eui';
import type { ConnectorDraft } from 'case-connectors';
import { useEffect, useState } from 'react';
import { useEngine, type Engine } from '../core/engine';
import { simulated, type Simulated } from '../shared/simulated';

/** What the demonstration fills in. */
interface Simulator {
  name: string;
  fill: (draft: ConnectorDraft) => ConnectorDraft;
}

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
    void simulated().then((offer) => {
      if (isCurrent) setSimulator(simulatorOf(engine, typeId, offer));
    });
    return () => {
      isCurrent = false;
    };
  }, [engine, typeId]);
  return simulator;
}

function simulatorOf({ api }: Engine, typeId: string, { connectors = [] }: Simulated): Simulator | null {
  const offered = connectors.find(({ type }) => type === typeId);
  if (!offered) return null;
  return {
    name: offered.name,
    fill: (draft) => {
      const name = draft.name?.trim() ? draft.name : `${offered.name} (simulated)`;
      const values = Object.entries({ ...offered.values, name });
      return values.reduce((draft, [path, value]) => api.setValue(draft, path, value), draft);
    },
  };
}
