import type { Resource } from '../request/hook-request.js';

/** Whether a JSON value has the one member that makes it a FHIR resource; the rest is not validated. */
export function isResource(json: unknown): json is Resource {
  return (
    typeof json === 'object' &&
    json !== null &&
    typeof (json as { readonly resourceType?: unknown }).resourceType === 'string'
  );
}
