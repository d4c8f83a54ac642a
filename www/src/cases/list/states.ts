import type { PushState } from '../facts';

/** How a case stands with its incident, in words. */
export const STATES: { [state in PushState]: { label: string; color: string } } = {
  noConnector: { label: 'No connector', color: 'hollow' },
  neverPushed: { label: 'Not pushed', color: 'default' },
  upToDate: { label: 'Up to date', color: 'success' },
  needsUpdate: { label: 'Requires update', color: 'warning' },
  unknown: { label: 'To be settled', color: 'danger' },
  notPushable: { label: 'Cannot be pushed', color: 'danger' },
};
