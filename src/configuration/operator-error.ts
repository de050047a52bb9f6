/**
 * Something the operator can mend: a setting, the registry, the site file, the journal's place. The
 * message is all they need; a stack would only hide it.
 */
export class OperatorError extends Error {
  constructor(message: string) {
    super(message);
    this.name = this.constructor.name;
  }
}
