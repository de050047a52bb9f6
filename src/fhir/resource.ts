import type { FhirResource } from 'fhir/r4.js';

/** Any R4 resource; frozen with the request it came in. */
export type Resource = Readonly<FhirResource>;

/** Whether a JSON value has the one member that makes it a FHIR resource; the rest is not validated. */
export function isResource(json: unknown): json is Resource {
  if (typeof json !== 'object' || json === null) return false;
  const { resourceType } = json as { readonly resourceType?: unknown };
  return typeof resourceType === 'string' && beginsWithCapital(resourceType);
}

/** As all types of FHIR do, and no name that an object of JavaScript has by itself, such as "constructor". */
function beginsWithCapital(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 65 && first <= 90;
}
