import type { ShownError } from '../../shared/error';

/** A case that could not be put into the queue. */
export interface Refused {
  title: string;
  error: ShownError;
}

export const NO_CONNECTOR: ShownError = {
  code: 'CONNECTOR_UNKNOWN',
  message: 'No connector is chosen for this case, and there is no default connector.',
  remedy: 'Choose a connector on the page of the case, or a default connector. Then push it again.',
  field: null,
  status: null,
  remote: null,
};

export const NO_CASE: ShownError = {
  code: 'CASE_CLOSED',
  message: 'The case is no longer in this browser.',
  remedy: 'Open it again and push it. What was sent of it is not sent twice.',
  field: null,
  status: null,
  remote: null,
};
