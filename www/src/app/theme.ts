import { useEffect, useState } from 'react';

export type Mode = 'light' | 'dark';

export interface Theme {
  mode: Mode;
  toggle: () => void;
}

const KEY = 'case-connectors-dashboard/theme';
const SYSTEM = matchMedia('(prefers-color-scheme: dark)');

/** Follows the system, until a person switches; switching back to what the system says follows it again. */
export function useTheme(): Theme {
  const [system, setSystem] = useState<Mode>(SYSTEM.matches ? 'dark' : 'light');
  const [chosen, setChosen] = useState<Mode | null>(stored);

  useEffect(() => {
    const changed = (event: MediaQueryListEvent) => setSystem(event.matches ? 'dark' : 'light');
    SYSTEM.addEventListener('change', changed);
    return () => SYSTEM.removeEventListener('change', changed);
  }, []);

  const mode = chosen ?? system;
  useEffect(() => {
    document.documentElement.style.colorScheme = mode;
  }, [mode]);

  const toggle = () => {
    const next = mode === 'dark' ? 'light' : 'dark';
    const kept = next === system ? null : next;
    setChosen(kept);
    store(kept);
  };
  return { mode, toggle };
}

function stored(): Mode | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}

function store(mode: Mode | null): void {
  try {
    if (mode) localStorage.setItem(KEY, mode);
    else localStorage.removeItem(KEY);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
