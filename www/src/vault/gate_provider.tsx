import { useMemo, useState, type ReactNode } from 'react';
import { createGate, GateContext, type Gate, type Question } from './gate';
import { SecretDialog } from './secret_dialog';
import { UnlockDialog } from './unlock_dialog';

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
    return createGate(ask);
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
