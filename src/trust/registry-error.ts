import { OperatorError } from '../configuration/operator-error.js';

/** The registry of EHRs has faults; the message lists them with file and line. */
export class RegistryError extends OperatorError {
  constructor(problems: readonly string[]) {
    super(`The registry of EHRs has faults:\n${problems.join('\n')}`);
  }
}
