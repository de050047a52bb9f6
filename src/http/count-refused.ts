import type { ErrorRequestHandler, Response } from 'express';
import type { CdsErrorCode } from '../errors.js';
import { asCdsError, isHangUp } from './as-cds-error.js';
import { serviceOf } from './service-called.js';

/** A hook call of a known caller that was refused before it could be judged. */
export interface RefusedCall {
  readonly service: string;
  readonly ehr: string;
  readonly outcome: CdsErrorCode;
}

/**
 * Tells of calls that carry nothing that can be judged: their orders go unchecked, as where judging fails.
 * Stands behind what reads a call, and before what answers it.
 */
export function countRefused(
  ehrOf: (response: Response) => string,
  onRefused: (call: RefusedCall) => void,
): ErrorRequestHandler {
  return (thrown: unknown, _request, response, next) => {
    const service = serviceOf(response);
    if (service !== undefined && !isHangUp(thrown))
      onRefused({ service, ehr: ehrOf(response), outcome: asCdsError(thrown).code });
    next(thrown);
  };
}
