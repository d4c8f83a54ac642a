import { createContext, useContext, type ReactNode } from 'react';
import type { caseConnectors } from './case_connectors';
import type { Core } from './core';

/** What the user interface is given when it is mounted. */
export interface Services extends Core {
  caseConnectors: ReturnType<ReturnType<typeof caseConnectors>['start']>;
}

const Context = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(Context);
  if (!services) throw new Error('ServicesProvider is missing.');
  return services;
}

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return <Context.Provider value={services}>{children}</Context.Provider>;
}
