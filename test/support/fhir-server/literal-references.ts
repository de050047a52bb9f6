import type { FhirResource } from 'fhir/r4.js';

/**
 * The resources with their `urn:uuid:` references turned into `Type/id`, as a server does
 * when it takes in a transaction. Without it a Synthea chart would be stored but not found
 * by patient, and "none" would be a fault of the test.
 */
export function withLiteralReferences(resources: readonly FhirResource[]): readonly FhirResource[] {
  const literal = new Map(
    resources.map(({ resourceType, id }) => [`urn:uuid:${id}`, `${resourceType}/${id}`]),
  );
  const rewrite = (name: string, value: unknown) =>
    name === 'reference' && typeof value === 'string' ? (literal.get(value) ?? value) : value;
  return resources.map((resource) => JSON.parse(JSON.stringify(resource), rewrite) as FhirResource);
}
