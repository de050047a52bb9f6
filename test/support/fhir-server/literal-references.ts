import type { FhirResource } from 'fhir/r4.js';

/**
 * The resources with their `urn:uuid:` references turned into `Type/id`, as a server does
 * when it takes in a transaction. Without it a Synthea chart would be stored but not found
 * by patient, and "none" would be a fault of the test. Absolute references to a resource that it holds itself are
 * kept as relative ones, as a server keeps them.
 */
export function withLiteralReferences(resources: readonly FhirResource[]): readonly FhirResource[] {
  const literal = new Map(
    resources.map(({ resourceType, id }) => [`urn:uuid:${id}`, `${resourceType}/${id}`]),
  );
  const held = new Set(literal.values());
  const literalOf = (reference: string): string => {
    const relative = reference.split('/').slice(-2).join('/');
    return literal.get(reference) ?? (held.has(relative) ? relative : reference);
  };
  const rewrite = (name: string, value: unknown) =>
    name === 'reference' && typeof value === 'string' ? literalOf(value) : value;
  return resources.map((resource) => JSON.parse(JSON.stringify(resource), rewrite) as FhirResource);
}
