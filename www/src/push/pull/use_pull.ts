import type { PullChoices, Pulled, StoredConnector } from 'case-connectors';
import { useState } from 'react';
import { isSameFile } from '../../cases/after_push';
import { toInput, type CaseFile } from '../../cases/case_file';
import { useCases, type OpenCase } from '../../cases/cases';
import { CaseChanged } from '../../cases/changed';
import { recorded } from '../../cases/history';
import { useEngine } from '../../core/engine';
import { useConnectors } from '../../core/stored_connectors';
import { toDetails, type ShownError } from '../../shared/error';
import { useGate } from '../../vault/gate';
import { useNews } from './news_context';

export type Pulling =
  | { kind: 'idle' }
  | { kind: 'asking' }
  /** `taken` is how many parts were just taken over; `null` before anything was decided. */
  | { kind: 'shown'; pulled: Pulled; file: CaseFile; taken: number | null }
  | { kind: 'failed'; error: ShownError };

/** What the other team did in the incident of this case: asked for, shown, and taken over as somebody chooses. */
export function usePull(current: OpenCase, connector: StoredConnector) {
  const { connectors: store } = useEngine();
  const { withSecrets } = useGate();
  const { change } = useCases();
  const { reload } = useConnectors();
  const { news } = useNews();
  const [pulling, setPulling] = useState<Pulling>({ kind: 'idle' });

  const look = async (file: CaseFile) => {
    setPulling({ kind: 'asking' });
    try {
      const options = { connectorId: connector.id };
      const pulled = await withSecrets(() => store.pull(toInput(file), options), connector.id);
      news.note(pulled);
      setPulling({ kind: 'shown', pulled, file, taken: null });
    } catch (error) {
      setPulling({ kind: 'failed', error: toDetails(error) });
    }
  };

  /** What is not chosen stays undecided, and is shown again. */
  const decide = async (pulled: Pulled, file: CaseFile, choices: PullChoices) => {
    try {
      if (!isSameFile(current.file, file)) throw new CaseChanged('text', null);
      const parts = pulled.changes.filter(({ key, takes }) => takes && choices[key] === 'take').length;
      let written = file;
      const save = async (json: Uint8Array) => {
        await change(current.key, (now) => {
          if (!isSameFile(now, file)) throw new CaseChanged('text', null);
          written = { ...now, json };
          if (parts > 0) written = recorded(written, { kind: 'pulled', system: pulled.system, parts });
          return written;
        });
      };
      await store.apply(toInput(file), pulled, choices, { save });
      await reload();
      const rest = pulled.changes.filter(({ key }) => choices[key] === undefined);
      const left = { ...pulled, changes: rest };
      news.note(left);
      setPulling({ kind: 'shown', pulled: left, file: written, taken: parts });
    } catch (error) {
      setPulling({ kind: 'failed', error: toDetails(error) });
    }
  };

  return { pulling, look: () => look(current.file), decide };
}
