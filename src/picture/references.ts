import type { Reference } from 'fhir/r4.js';
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
export function isAbout(patientId: string): (resource: Resource) => boolean {
  const own = `Patient/${patientId}`;
  return (resource) => {
    if (resource.resourceType === 'Patient') return resource.id === undefined || resource.id === patientId;
    const subject =
      (resource as { subject?: Reference }).subject ?? (resource as { patient?: Reference }).patient;
    const reference = subject?.reference;
    if (reference === own || typeof reference !== 'string' || reference.startsWith('#')) return true;
    if (reference.startsWith('urn:uuid:')) return reference.slice('urn:uuid:'.length) === patientId;
    return typeAndId(reference) === own;
  };
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

/**
 * Finds what a drug is referred to by, wherever an EHR put it: contained, beside the order, or in any
 * answer. Mostly a `Medication`; an adverse event may blame an administration, which in turn names one.
 */
export type MedicationLookup = (owner: Resource, reference: Reference | undefined) => Resource | undefined;

/** A lookup among resources; these are indexed once something is looked up. */
export function medicationLookup(resources: Iterable<Resource>): MedicationLookup {
  // Most EHRs code the drug in the order itself: then nothing is ever looked up.
  let index: DrugIndex | undefined;
  return (owner, reference) => {
    const target = reference?.reference;
    if (typeof target !== 'string') return undefined;
    if (target.startsWith('#')) {
      const contained = (owner as { contained?: readonly Resource[] }).contained;
      const found = Array.isArray(contained) && contained.find((r) => r?.id === target.slice(1));
      return found && namesDrug(found) ? found : undefined;
    }
    index ??= drugIndex(resources);
    if (target.startsWith('urn:uuid:')) return index.byId.get(target.slice('urn:uuid:'.length));
    return index.byReference.get(typeAndId(target) ?? '');
  };
}

interface DrugIndex {
  readonly byReference: ReadonlyMap<string, Resource>;
  readonly byId: ReadonlyMap<string, Resource>;
}

function drugIndex(resources: Iterable<Resource>): DrugIndex {
  const byReference = new Map<string, Resource>();
  const byId = new Map<string, Resource>();
  for (const resource of resources) {
    if (!namesDrug(resource) || !resource.id) continue;
    byReference.set(`${resource.resourceType}/${resource.id}`, resource);
    byId.set(resource.id, resource);
  }
  return { byReference, byId };
}

function namesDrug({ resourceType }: Resource): boolean {
  return (
    typeof resourceType === 'string' &&
    (resourceType.startsWith('Medication') || resourceType === 'Substance')
  );
}
