import { isHttpUrl } from '../http-url.js';
import { isJsonObject } from '../json-object.js';
import type { FhirAuthorization, HookRequest } from './hook-request.js';

/**
 * The access an EHR lends, as far as it can be used; what cannot is as good as none. A call is not
 * refused for it: most carry a full prefetch and need no access, and a refused call is an unchecked order.
 */
export function usableAccess(
  fhirServer: unknown,
  fhirAuthorization: unknown,
): Pick<HookRequest, 'fhirServer' | 'fhirAuthorization'> {
  if (typeof fhirServer !== 'string' || !isHttpUrl(fhirServer)) return {};
  const authorization = authorizationOf(fhirAuthorization);
  return { fhirServer, ...(authorization !== undefined && { fhirAuthorization: authorization }) };
}

/** Only the token is used: how long it lives, and for what, is for the FHIR server to say. */
function authorizationOf(given: unknown): FhirAuthorization | undefined {
  if (!isJsonObject(given)) return undefined;
  const { access_token, token_type = 'Bearer' } = given;
  const isBearer = typeof token_type === 'string' && /^bearer$/i.test(token_type);
  // It goes into a header: nothing that could end the header line.
  const isToken = typeof access_token === 'string' && /^[\x21-\x7e]+$/.test(access_token);
  return isBearer && isToken ? Object.freeze({ access_token }) : undefined;
}
