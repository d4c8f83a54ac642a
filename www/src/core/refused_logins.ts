import type { StoredConnector } from 'case-connectors';

/*
 * The connectors whose login was refused, as they were then: whoever tries one again by itself locks the account. Every tab and every
 * later page knows of them, until the connector is another or its secret is entered anew.
 */

const KEY = 'case-connectors-dashboard/refused-logins';

type Refused = { [id: string]: string };

/** Where the browser gives no storage: for as long as the page lasts. */
let ofPage: Refused = {};

function read(): Refused {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Refused) : {};
  } catch {
    return ofPage;
  }
}

function write(refused: Refused): void {
  ofPage = refused;
  try {
    localStorage.setItem(KEY, JSON.stringify(refused));
  } catch {
    // `ofPage` holds it.
  }
}

export const refusedLogins = {
  has: (connector: StoredConnector): boolean => read()[connector.id] === JSON.stringify(connector),
  note: (connector: StoredConnector): void => write({ ...read(), [connector.id]: JSON.stringify(connector) }),
  /** There is a new secret, or nobody needs it any more. */
  forget: (id: string): void => write(Object.fromEntries(Object.entries(read()).filter(([it]) => it !== id))),
  /** A person asks, and sees what comes of it. */
  clear: (): void => write({}),
};
