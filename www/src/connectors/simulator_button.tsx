import { EuiButton, EuiCallOut, EuiSpacer, EuiText } from '@elastic/eui';
import { useState } from 'react';
import { useSimulator, type Simulator } from './simulators';

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
