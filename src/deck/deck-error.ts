import { OperatorError } from '../configuration/operator-error.js';

/** A deck with faults: every one of them, each with file and line. The service does not start with it. */
export class DeckError extends OperatorError {
  constructor(readonly problems: readonly string[]) {
    super(
      `The deck has ${problems.length === 1 ? 'a fault' : `${problems.length} faults`}:\n${problems.join('\n')}`,
    );
  }
}
