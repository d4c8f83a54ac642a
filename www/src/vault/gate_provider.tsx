import { useMemo, useState, type ReactNode } from 'react';
import { toDetails } from '../shared/error';
import { GateContext, type Gate } from './gate';
import { SecretDialog } from './secret_dialog';
import { UnlockDialog } from './unlock_dialog';

type Question = { kind: 'unlock' } | { kind: 'secret'; connectorId: string };

interface Asked {
  id: string;
  question: Question;
  answer: (done: boolean) => void;
}

/** The one place that asks for a passphrase or a secret in the middle of something else. */
export function GateProvider({ children }: { children: ReactNode }) {
  // One may come up over another: a secret is entered, and the vault that should seal it is locked.
  const [open, setOpen] = useState<readonly Asked[]>([]);

  const gate = useMemo<Gate>(() => {
    const ask = (question: Question) =>
      new Promise<boolean>((resolve) => {
        const asked: Asked = {
          id: crypto.randomUUID(),
          question,
          answer: (done) => {
            setOpen((open) => open.filter((it) => it !== asked));
            resolve(done);
          },
        };
        setOpen((open) => [...open, asked]);
      });
    const questionOf = (error: unknown, connectorId: string | undefined): Question | null => {
      const { code } = toDetails(error);
      if (code === 'VAULT_LOCKED') return { kind: 'unlock' };
      return code === 'SECRET_MISSING' && connectorId ? { kind: 'secret', connectorId } : null;
    };
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
  }, []);

  return (
    <GateContext.Provider value={gate}>
      {children}
      {open.map(({ id, question, answer }) =>
        question.kind === 'unlock' ? (
          <UnlockDialog key={id} onEnd={answer} />
        ) : (
          <SecretDialog key={id} connectorId={question.connectorId} onEnd={answer} />
        ),
      )}
    </GateContext.Provider>
  );
}
