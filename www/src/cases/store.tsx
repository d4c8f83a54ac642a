import { EuiSkeletonText } from '@elastic/eui';
import type { PushOutcome } from 'case-connectors';
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { afterPush, idOf, isSameVersion, type CaseFile } from './case_file';
import { viewOf, type CaseView } from './case_view';
import { currentKey, forgetAll, keep, keepCurrentKey, onChange, readAll, type Files } from './kept';

/** A case that was opened. Two samples may be the same case in two shapes, so the key is ours. */
export interface OpenCase {
  key: string;
  file: CaseFile;
  view: CaseView;
}

interface Cases {
  current: OpenCase | null;
  files: Files;
  /** The key of an opened case by its id. */
  keyOf: (caseId: string) => string | null;
  /** Shows a case; without a file, the one that was opened before. */
  show: (key: string, file?: CaseFile) => void;
  change: (key: string, change: (file: CaseFile) => CaseFile) => void;
  /** Takes over what a push has written, where the case is still what was pushed. */
  takeOver: (outcome: PushOutcome) => void;
  closeAll: () => Promise<void>;
}

const Context = createContext<Cases | null>(null);

export function useCases(): Cases {
  const cases = useContext(Context);
  if (!cases) throw new Error('CasesProvider is missing.');
  return cases;
}

export function CasesProvider({ children }: { children: ReactNode }) {
  const [files, setFiles] = useState<Files | null>(null);
  const [key, setKey] = useState(currentKey);
  const kept = useRef<Files>({});

  useEffect(() => {
    void readAll().then((files) => {
      kept.current = files;
      setFiles(files);
    });
    return onChange((key, file) => {
      kept.current = key !== undefined && file ? { ...kept.current, [key]: file } : {};
      setFiles((files) => (key !== undefined && file ? { ...files, [key]: file } : {}));
    });
  }, []);

  useEffect(() => {
    for (const [key, file] of Object.entries(files ?? {})) {
      if (kept.current[key] === file) continue;
      kept.current = { ...kept.current, [key]: file };
      void keep(key, file);
    }
  }, [files]);

  const file = key === null ? undefined : files?.[key];
  const current = useMemo(() => (key !== null && file ? { key, file, view: viewOf(file) } : null), [key, file]);
  if (!files) return <EuiSkeletonText lines={6} isLoading contentAriaLabel="the cases" />;

  const cases: Cases = {
    current,
    files,
    keyOf: (caseId) => Object.keys(files).find((key) => idOf(files[key]!) === caseId) ?? null,
    show: (key, file) => {
      if (file) setFiles((files) => ({ ...files, [key]: file }));
      setKey(key);
      keepCurrentKey(key);
    },
    change: (key, change) =>
      setFiles((files) => {
        const file = files?.[key];
        return file ? { ...files, [key]: change(file) } : files;
      }),
    takeOver: (outcome) =>
      setFiles((files) => {
        const taken = Object.entries(files ?? {}).map(([key, file]) => [
          key,
          isSameVersion(file, outcome.updatedCase) ? afterPush(file, outcome) : file,
        ]);
        return Object.fromEntries(taken) as Files;
      }),
    closeAll: async () => {
      await forgetAll();
      kept.current = {};
      setFiles({});
    },
  };
  return <Context.Provider value={cases}>{children}</Context.Provider>;
}
