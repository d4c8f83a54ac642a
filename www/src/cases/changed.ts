import type { ShownError } from '../shared/error';

/** A case that is no longer as the person saw it when they began to edit: nothing is overwritten unasked. */
export class CaseChanged extends Error implements ShownError {
  readonly code = 'CASE_CHANGED';
  readonly remedy: string;
  readonly field = null;
  readonly status = null;
  readonly remote = null;

  /** `theirs` is what stands there now. */
  constructor(
    what: string,
    readonly theirs: string | null,
  ) {
    super(`Meanwhile another tab or window has changed the ${what} of this case.`);
    this.remedy =
      theirs === null
        ? 'Nothing was saved. Copy your text, and look at the case as it is now.'
        : 'Nothing was saved. Keep theirs, or overwrite it with yours.';
  }
}

/** A case that another tab has deleted. */
export class CaseDeleted extends Error implements ShownError {
  readonly code = 'CASE_DELETED';
  readonly remedy = 'Nothing was saved. Copy your text where you still need it.';
  readonly field = null;
  readonly status = null;
  readonly remote = null;

  constructor() {
    super('Meanwhile another tab or window has deleted this case.');
  }
}
