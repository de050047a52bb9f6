import { isLoopback } from '../loopback.js';
import type { Ehr } from '../trust/ehr-registry.js';
import { type Check, fault, ok } from './check.js';

/** Every URL this EHR may put into `aud`: the services', and those of their feedback. */
export function audiencesOf(baseUrl: string, serviceIds: readonly string[]): readonly string[] {
  return serviceIds.flatMap((id) => [
    `${baseUrl}/cds-services/${id}`,
    `${baseUrl}/cds-services/${id}/feedback`,
  ]);
}

/** Whether `BASE_URL` can be what the EHR calls: tokens are bound to it character by character. */
export function checkAudience(ehr: Ehr, baseUrl: string): Check {
  const places = [
    ehr.issuer,
    ...ehr.fhirBases,
    ...(ehr.keys.jwksUrl === undefined ? [] : [ehr.keys.jwksUrl]),
  ];
  const isElsewhere = places.some((place) => URL.canParse(place) && !isLoopback(place));
  if (isElsewhere && isLoopback(baseUrl)) {
    return fault(
      'audience',
      baseUrl,
      'is a loopback address: the EHR cannot call it, and its tokens will name another audience',
      'set BASE_URL to the URL that the EHR calls',
    );
  }
  return ok('audience', baseUrl, '"aud" of its tokens must be the exact URL called, which begins with this');
}
