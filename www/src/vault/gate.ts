import type { Connector } from 'case-connectors';
import { createContext, useContext } from 'react';

export interface Gate {
  /** Does something that needs secrets. Asks the person for what is missing, then does it again. */
  withSecrets: <T>(action: () => Promise<T>, connectorId?: string) => Promise<T>;
  /** Asks for the passphrase. Answers whether the secrets are unlocked. */
  unlock: () => Promise<boolean>;
  /** Asks for the secret of a connector. Answers whether it was entered. */
  enterSecret: (connectorId: Connector['id']) => Promise<boolean>;
}

export const GateContext = createContext<Gate | null>(null);

export function useGate(): Gate {
  const gate = useContext(GateContext);
  if (!gate) throw new Error('GateProvider is missing.');
  return gate;
}
