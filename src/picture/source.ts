import type { Resource } from '../fhir/resource.js';

/**
 * What may stand behind `Type/`: FHIR's alphabet and the underscore that some EHRs use. Not FHIR's 64
 * characters: drafts of Epic have ids three times as long, and only by them can it remove the order.
 */
const USABLE_ID = /^[\w.-]{1,256}$/;

/**
 * `Type/id` of the record a fact came from, or its type alone where the EHR gave no id, or one that no
 * reference can name.
 */
export function sourceOf({ resourceType, id }: Pick<Resource, 'resourceType' | 'id'>): string {
  return typeof id === 'string' && USABLE_ID.test(id) ? `${resourceType}/${id}` : resourceType;
}
