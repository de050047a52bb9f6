import { CdsError } from '../errors.js';
import { isJsonObject } from '../json-object.js';
import { DEPTH_LIMIT, deepFreeze, type Freeze } from './deep-freeze.js';
import type { HookContext, HookName, HookRequest } from './hook-request.js';
import { InvalidRequest } from './invalid-request.js';
import { faultsOf } from './json-schema.js';
import { requestValidators, type ValidHookRequest } from './request-schemas.js';
import { usableAccess } from './usable-access.js';

/**
 * The body of a call as a request for `expectedHook`, frozen in place (a record of 10 MB
 * is not copied). Members the standard does not know, and
 * `extension`, are accepted and left out, as every Epic call carries one. So is what can be done without
 * and cannot be used: access lent in no usable form, an encounter without an id, `"prefetch": null`.
 *
 * @throws CdsError `hook-mismatch` if the call is for another hook, `invalid-request`
 *   naming every fault otherwise.
 */
export function parseHookRequest(
  body: unknown,
  expectedHook: HookName,
  freeze: Freeze = deepFreeze,
): HookRequest {
  if (!isJsonObject(body)) {
    throw new CdsError(
      'invalid-request',
      'The body must be a JSON object with hook, hookInstance and context.',
    );
  }
  if (!freeze(body)) {
    throw new CdsError('invalid-request', `The body must not be nested deeper than ${DEPTH_LIMIT} levels.`);
  }
  if (isOtherHook(body.hook, expectedHook)) {
    throw new CdsError(
      'hook-mismatch',
      `This service answers ${expectedHook}. Send other hooks to the services that GET /cds-services lists for them.`,
      ['/hook'],
    );
  }
  const isValid = requestValidators[expectedHook];
  if (isValid(body)) return requestOf(body);
  throw new InvalidRequest(expectedHook, faultsOf(isValid.errors));
}

function isOtherHook(hook: unknown, expected: HookName): boolean {
  return typeof hook === 'string' && hook !== '' && hook !== expected;
}

function requestOf(body: ValidHookRequest): HookRequest {
  const { hook, hookInstance, fhirServer, fhirAuthorization, prefetch } = body;
  return Object.freeze({
    hook,
    hookInstance,
    ...usableAccess(fhirServer, fhirAuthorization),
    context: contextOf(hook, body.context),
    ...(prefetch && { prefetch }),
  });
}

/** Only the fields the hook defines, and of these only the ones that were validated for it. */
function contextOf(hook: HookName, given: ValidHookRequest['context']): HookContext {
  const { userId, patientId, encounterId, draftOrders, selections } = given;
  return Object.freeze({
    userId,
    patientId,
    ...(typeof encounterId === 'string' && encounterId !== '' && { encounterId }),
    ...(hook !== 'patient-view' && draftOrders !== undefined && { draftOrders }),
    ...(hook === 'order-select' && selections !== undefined && { selections }),
  });
}
