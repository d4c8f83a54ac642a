import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import type { CaseFile } from './case_file';
import { viewOf, type CaseView } from './case_view';

/** A case that was opened. Two samples may be the same case in two shapes, so the key is ours. */
export interface OpenCase {
  key: string;
  file: CaseFile;
  view: CaseView;
}

interface Cases {
  current: OpenCase | null;
  opened: (key: string) => boolean;
  /** Shows a case; without a file, the one that was opened before. */
  show: (key: string, file?: CaseFile) => void;
  change: (key: string, change: (file: CaseFile) => CaseFile) => void;
}

const Context = createContext<Cases | null>(null);

export function useCases(): Cases {
  const cases = useContext(Context);
  if (!cases) throw new Error('CasesProvider is missing.');
  return cases;
}

export function CasesProvider({ children }: { children: ReactNode }) {
  const [files, setFiles] = useState<{ readonly [key: string]: CaseFile }>({});
  const [key, setKey] = useState<string | null>(null);
  const file = key === null ? undefined : files[key];

  const current = useMemo(() => (key !== null && file ? { key, file, view: viewOf(file) } : null), [key, file]);
  const cases: Cases = {
    current,
    opened: (key) => key in files,
    show: (key, file) => {
      if (file) setFiles((files) => ({ ...files, [key]: file }));
      setKey(key);
    },
    change: (key, change) =>
      setFiles((files) => {
        const file = files[key];
        return file ? { ...files, [key]: change(file) } : files;
      }),
  };
  return <Context.Provider value={cases}>{children}</Context.Provider>;
}
