import { EuiButton, EuiFlexGroup, EuiFlexItem, EuiSkeletonText } from '@elastic/eui';
import type { PushOutcome } from 'case-connectors';
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { deleted, useDeleted } from '../core/deleted';
import { currentPusher } from '../core/pusher';
import { toDetails, type ShownError } from '../shared/error';
import { ErrorCallout } from '../shared/error_callout';
import { forgetDraftsOf } from './draft_key';
import { afterPush, type Pushed } from './after_push';
import type { CaseFile } from './case_file';
import { viewOf, type CaseView } from './case_view';
import {
  change,
  goWithoutStorage,
  onChange,
  put,
  readAll,
  remove,
  seed,
  type Changes,
  type Files,
} from './case_database';
import { loadSamples } from './samples';

/** A kept case. */
export interface OpenCase {
  key: string;
  file: CaseFile;
  view: CaseView;
}

interface Cases {
  files: Files;
  caseOf: (key: string) => OpenCase | null;
  /** The key of a kept case by its id. */
  keyOf: (caseId: string) => string | null;
  /** Takes cases in, in place of those under the same keys. */
  add: (files: Files) => Promise<void>;
  /**
   * Changes a case as it is stored, which another tab may have changed since. Rejects with what the edit throws, such as
   * `CASE_CHANGED`; the case is then left as it is.
   */
  change: (key: string, edit: (file: CaseFile) => CaseFile) => Promise<void>;
  /** The same for many, all or none. */
  changeAll: (keys: readonly string[], edit: (file: CaseFile) => CaseFile) => Promise<void>;
  /** Removes those of which `isMeant` says so just before they go. */
  remove: (keys: readonly string[], isMeant: (key: string) => boolean) => Promise<void>;
  /** Takes over what a push has written, where the case is still what was pushed. */
  takeOver: (outcome: PushOutcome, pushed: Pushed) => Promise<void>;
  putSamplesBack: () => Promise<void>;
  /** Why there are no samples, at the first start. */
  samplesError: ShownError | null;
}

const Context = createContext<Cases | null>(null);

export function useCases(): Cases {
  const cases = useContext(Context);
  if (!cases) throw new Error('CasesProvider is missing.');
  return cases;
}

export function CasesProvider({ children }: { children: ReactNode }) {
  const [files, setFiles] = useState<Files | null>(null);
  /** Why the cases could not be read. Nothing is drawn then that could write over them. */
  const [failure, setFailure] = useState<ShownError | null>(null);
  const [samplesError, setSamplesError] = useState<ShownError | null>(null);
  const [attempt, setAttempt] = useState(0);
  /** What the state is about to be: two changes may come before it is drawn. */
  const latest = useRef<Files>({});

  const actions = useMemo(() => actionsOn(latest, setFiles), []);
  useEffect(() => {
    const stop = onChange(actions.show);
    const stopHearing = deleted.watch();
    return () => {
      stop();
      stopHearing();
    };
  }, [actions]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt reads them anew.
  useEffect(() => {
    setFailure(null);
    begin().then(
      (begun) => {
        setSamplesError(begun.samplesError);
        actions.show(begun.files);
      },
      (error: unknown) => setFailure(toDetails(error)),
    );
  }, [actions, attempt]);
  const hidden = useDeleted('case');
  const cases = useMemo(() => {
    const shown = files && withoutDeleted(files, hidden);
    const putSamplesBack = () => actions.putSamplesBack().then(() => setSamplesError(null));
    return shown && { ...actions, putSamplesBack, files: shown, samplesError, ...lookUps(shown) };
  }, [actions, files, hidden, samplesError]);

  if (failure) {
    const goOn = () => {
      goWithoutStorage();
      deleted.keepCasesApart();
      setAttempt(attempt + 1);
    };
    return (
      <ErrorCallout title="The cases could not be read" error={failure}>
        <p>
          Without the stored cases you have the samples, and nothing that you do to cases is kept: it is gone with this
          page. What is stored stays as it is.
        </p>
        <EuiFlexGroup gutterSize="s" responsive={false} wrap>
          <EuiFlexItem grow={false}>
            <EuiButton size="s" color="danger" onClick={() => setAttempt(attempt + 1)}>
              Try again
            </EuiButton>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButton size="s" color="danger" onClick={goOn}>
              Go on without the stored cases
            </EuiButton>
          </EuiFlexItem>
        </EuiFlexGroup>
      </ErrorCallout>
    );
  }
  if (!cases) return <EuiSkeletonText lines={6} isLoading contentAriaLabel="the cases" />;
  return <Context.Provider value={cases}>{children}</Context.Provider>;
}

function withoutDeleted(files: Files, hidden: ReadonlySet<string>): Files {
  return hidden.size === 0 ? files : Object.fromEntries(Object.entries(files).filter(([key]) => !hidden.has(key)));
}

/** The kept cases; at the first start, the samples. */
async function begin(): Promise<{ files: Files; samplesError: ShownError | null }> {
  const { files, isSeeded } = await readAll();
  if (isSeeded) return { files, samplesError: null };
  try {
    return { files: await seed(await loadSamples()), samplesError: null };
  } catch (error) {
    return { files, samplesError: toDetails(error) };
  }
}

function lookUps(files: Files): Pick<Cases, 'caseOf' | 'keyOf'> {
  let keys: Map<string, string> | null = null;
  return {
    caseOf: (key) => {
      const file = files[key];
      return file ? { key, file, view: viewOf(file) } : null;
    },
    keyOf: (caseId) => {
      // Of two kept cases with one id the first one counts.
      keys ??= new Map(
        Object.entries(files)
          .reverse()
          .map(([key, file]) => [viewOf(file).id, key]),
      );
      return keys.get(caseId) ?? null;
    },
  };
}

function actionsOn(latest: { current: Files }, setFiles: (files: Files) => void) {
  const show = (changes: Changes) => {
    const merged = Object.entries({ ...latest.current, ...changes }).filter(([, file]) => file !== null);
    latest.current = Object.fromEntries(merged) as Files;
    setFiles(latest.current);
  };
  const changeAll: Cases['changeAll'] = async (keys, edit) => show(await change(keys, edit, latest.current));
  const take = async (files: Files, areSamples: boolean) => {
    await put(files, areSamples, () => deleted.replaced('case', Object.keys(files)));
    show(files);
  };
  return {
    show,
    add: (files: Files) => take(files, false),
    changeAll,
    change: (key: string, edit: (file: CaseFile) => CaseFile) => changeAll([key], edit),
    remove: async (keys: readonly string[], isMeant: (key: string) => boolean) => {
      const removed = await remove(keys, isMeant);
      for (const key of removed) forgetDraftsOf(key);
      show(Object.fromEntries(removed.map((key) => [key, null])));
    },
    takeOver: async (outcome: PushOutcome, pushed: Pushed) => {
      if (!outcome.updatedCase) return;
      const { id } = JSON.parse(new TextDecoder().decode(outcome.updatedCase)) as { id: string };
      const key = lookUps(latest.current).keyOf(id);
      if (key === null) return;
      try {
        await changeAll([key], (file) => afterPush(file, outcome, pushed, currentPusher()));
      } catch {
        // Another tab has deleted it, or nothing can be stored: the journal has what was sent.
      }
    },
    putSamplesBack: async () => take(await loadSamples(), true),
  };
}
