let asked: Promise<{ [key: string]: string }> | null = null;

/** The addresses of the simulated systems that the server of this page knows. A real deployment has none. */
export function simulated(): Promise<{ [key: string]: string }> {
  asked ??= fetch('/simulators.json')
    .then((answer) => (answer.ok ? answer.json() : {}))
    .catch(() => ({}));
  return asked;
}
