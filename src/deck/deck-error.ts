import { OperatorError } from '../configuration/operator-error.js';

/**
 * A deck with faults, or a site file laid over it: every one of them, each with file and line. The service
 * does not start with it.
 */
export class DeckError extends OperatorError {
  constructor(
    readonly problems: readonly string[],
    of: 'deck' | 'site file' = 'deck',
  ) {
    super(
      `The ${of} has ${problems.length === 1 ? 'a fault' : `${problems.length} faults`}:\n${problems.join('\n')}`,
    );
  }
}
