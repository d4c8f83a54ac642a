import type { Connector } from 'case-connectors';
import { createContext, useContext } from 'react';
import { toDetails } from '../shared/error';

export interface Gate {
  /** Does something that needs secrets. Asks the person for what is missing, then does it again. */
  withSecrets: <T>(action: () => Promise<T>, connectorId?: string) => Promise<T>;
  /** Asks for the passphrase. Answers whether the secrets are unlocked. */
  unlock: () => Promise<boolean>;
  /** Asks for the secret of a connector. Answers whether it was entered. */
  enterSecret: (connectorId: Connector['id']) => Promise<boolean>;
}

export type Question = { kind: 'unlock' } | { kind: 'secret'; connectorId: string };

/** `ask` asks a person, and answers whether they gave what was asked for. */
export function createGate(ask: (question: Question) => Promise<boolean>): Gate {
  return {
    withSecrets: async (action, connectorId) => {
      for (;;) {
        try {
          return await action();
        } catch (error) {
          const question = questionOf(error, connectorId);
          if (!question || !(await ask(question))) throw error;
        }
      }
    },
    unlock: () => ask({ kind: 'unlock' }),
    enterSecret: (connectorId) => ask({ kind: 'secret', connectorId }),
  };
}

function questionOf(error: unknown, connectorId: string | undefined): Question | null {
  const { code } = toDetails(error);
  if (code === 'VAULT_LOCKED') return { kind: 'unlock' };
  return code === 'SECRET_MISSING' && connectorId ? { kind: 'secret', connectorId } : null;
}

export const GateContext = createContext<Gate | null>(null);

export function useGate(): Gate {
  const gate = useContext(GateContext);
  if (!gate) throw new Error('GateProvider is missing.');
  return gate;
}
