import { CdsError } from '../errors.js';
import type { HookName } from './hook-request.js';
import { type Fault, pointersOf, sentenceOf } from './json-schema.js';

/** A call that breaks the schema of its hook, with its faults for those who show them one by one. */
export class InvalidRequest extends CdsError {
  constructor(
    hook: HookName,
    readonly faults: readonly Fault[],
  ) {
    super('invalid-request', `Not a valid call of ${hook}: ${sentenceOf(faults)}.`, pointersOf(faults));
  }
}
