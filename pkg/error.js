/** The one error of this package: switch on `code`, show `message` and `remedy`. */
export class CaseConnectorsError extends Error {
  constructor(code, message, remedy, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CaseConnectorsError';
    this.code = code;
    this.remedy = remedy;
  }
}
