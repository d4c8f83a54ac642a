/** What the server of this page says of the simulated systems beside it. A real deployment has none. */
export interface Simulated {
  /** The address of the simulated Kibana. */
  kibana?: string;
  /** Connectors to the simulated systems, with the only accounts that those know. */
  connectors?: SimulatedConnector[];
}

export interface SimulatedConnector {
  /** The id of the connector type. */
  type: string;
  name: string;
  /** What is typed, by the paths of the fields. */
  values: { [path: string]: string };
}

let asked: Promise<Simulated> | null = null;

export function simulated(): Promise<Simulated> {
  asked ??= fetch('/simulators.json')
    .then((answer) => (answer.ok ? answer.json() : {}))
    .catch(() => ({}));
  return asked;
}
