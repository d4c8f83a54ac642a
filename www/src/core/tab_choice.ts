/** What a person chose for this tab, or named in the address, where it wins. The page loads anew with another one. */
export function tabChoice(parameter: string, key: string) {
  const store = (value: string) => {
    try {
      sessionStorage.setItem(key, value);
    } catch {
      // Without storage it lasts as long as the page.
    }
  };
  const stored = () => {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  };
  return {
    current: (): string | null => {
      const named = new URLSearchParams(location.search).get(parameter);
      if (named !== null) store(named);
      return named ?? stored();
    },
    choose: (value: string): void => {
      store(value);
      // One in the address would win.
      location.assign(location.pathname);
    },
  };
}
