import type { Medication, Reference } from 'fhir/r4.js';
import type { Resource } from '../request/hook-request.js';

/** `Type/id` of a reference, relative, absolute or versioned: EHRs mix the forms in one request. */
export function typeAndId(reference: string | undefined): string | undefined {
  if (typeof reference !== 'string') return undefined;
  const parts = (reference.split('/_history/')[0] ?? '').split('/');
  const [type, id] = parts.slice(-2);
  return type && id && parts.length >= 2 ? `${type}/${id}` : undefined;
}

/**
 * Whether a resource may be used for this patient. One that names nobody came from a search
 * for the patient; one that names somebody else is never used, whoever sent it.
 */
export function isAbout(resource: Resource, patientId: string): boolean {
  if (resource.resourceType === 'Patient') return resource.id === undefined || resource.id === patientId;
  const subject =
    (resource as { subject?: Reference; patient?: Reference }).subject ??
    (resource as { patient?: Reference }).patient;
  const reference = subject?.reference;
  if (typeof reference !== 'string' || reference.startsWith('#')) return true;
  if (reference.startsWith('urn:uuid:')) return reference.slice('urn:uuid:'.length) === patientId;
  return typeAndId(reference) === `Patient/${patientId}`;
}

/** Whether a reference, in any form, names this resource. */
export function refersTo(
  reference: unknown,
  { resourceType, id }: Pick<Resource, 'resourceType' | 'id'>,
): boolean {
  if (typeof reference !== 'string' || id === undefined) return false;
  if (reference.startsWith('urn:uuid:')) return reference.slice('urn:uuid:'.length) === id;
  return typeAndId(reference) === `${resourceType}/${id}`;
}

/** Finds `Medication` resources wherever an EHR put them: contained, beside the order, or in any answer. */
export type MedicationLookup = (owner: Resource, reference: Reference | undefined) => Medication | undefined;

export function medicationLookup(resources: Iterable<Resource>): MedicationLookup {
  const byId = new Map<string, Medication>();
  for (const resource of resources) {
    if (resource.resourceType === 'Medication' && resource.id)
      byId.set(`Medication/${resource.id}`, resource);
  }
  return (owner, reference) => {
    const target = reference?.reference;
    if (typeof target !== 'string') return undefined;
    if (target.startsWith('#')) {
      const contained = (owner as { contained?: readonly Resource[] }).contained;
      const found = Array.isArray(contained) && contained.find((r) => r?.id === target.slice(1));
      return found && found.resourceType === 'Medication' ? found : undefined;
    }
    if (target.startsWith('urn:uuid:')) return byId.get(`Medication/${target.slice('urn:uuid:'.length)}`);
    return byId.get(typeAndId(target) ?? '');
  };
}
