import type { Reference } from 'fhir/r4.js';
import { type Entries, type FullUrlOf, fullUrlsIn, hasFullUrl, NO_ENTRIES } from './full-urls.js';
import { isId } from './repeats.js';
import type { Resource } from './resource.js';

/** `Type/id` of a reference, relative, absolute or versioned: EHRs mix the forms in one request. */
export function typeAndId(reference: string | undefined): string | undefined {
  if (typeof reference !== 'string') return undefined;
  const parts = (reference.split('/_history/')[0] ?? '').split('/');
  const [type, id] = parts.slice(-2);
  return type && id && parts.length >= 2 ? `${type}/${id}` : undefined;
}

/**
 * Whether a resource may be used for this patient. One that names nobody came from a search
 * for the patient; one that names somebody else is never used, whoever sent it. In a Bundle it may name the
 * patient by the address that the Patient has there (FHIR R4, "Resolving references in Bundles").
 */
export function isAbout(
  patientId: string,
  entries: () => readonly Entries[] = () => NO_ENTRIES,
): (resource: Resource) => boolean {
  const own = `Patient/${patientId}`;
  let addresses: ReadonlySet<string> | undefined;
  const isAddress = (reference: string): boolean => {
    addresses ??= addressesOf(patientId, entries());
    return addresses.has(reference);
  };
  return (resource) => {
    if (resource.resourceType === 'Patient') return resource.id === undefined || resource.id === patientId;
    const subject =
      (resource as { subject?: Reference }).subject ?? (resource as { patient?: Reference }).patient;
    const reference = subject?.reference;
    if (reference === own || typeof reference !== 'string' || reference.startsWith('#')) return true;
    const isNamed = reference.startsWith('urn:uuid:')
      ? reference.slice('urn:uuid:'.length) === patientId
      : typeAndId(reference) === own;
    return isNamed || isAddress(reference);
  };
}

function addressesOf(patientId: string, lists: readonly Entries[]): ReadonlySet<string> {
  const addresses = new Set<string>();
  for (const entry of lists.flat()) {
    const { resourceType, id } = (entry?.resource ?? {}) as Partial<Resource>;
    if (resourceType === 'Patient' && id === patientId && hasFullUrl(entry)) addresses.add(entry.fullUrl);
  }
  return addresses;
}

/** Whether a reference, in any form, names this resource. */
export function refersTo(reference: unknown, resource: Resource, fullUrlOf?: FullUrlOf): boolean {
  if (typeof reference !== 'string') return false;
  return namesById(reference, resource) || fullUrlOf?.(resource) === reference;
}

function namesById(reference: string, { resourceType, id }: Resource): boolean {
  if (!isId(id)) return false;
  if (reference.startsWith('urn:uuid:')) return reference.slice('urn:uuid:'.length) === id;
  return typeAndId(reference) === `${resourceType}/${id}`;
}

/**
 * Finds what a drug is referred to by, wherever an EHR put it: contained, beside the order, or in any
 * answer. Mostly a `Medication`; an adverse event may blame an administration, which in turn names one.
 */
export type MedicationLookup = (owner: Resource, reference: Reference | undefined) => Resource | undefined;

/** A lookup among resources; these are indexed once something is looked up. */
export function medicationLookup(
  resources: Iterable<Resource>,
  entries: readonly Entries[] = NO_ENTRIES,
): MedicationLookup {
  const fullUrlOf = fullUrlsIn(entries);
  // Most EHRs code the drug in the order itself: then nothing is ever looked up.
  let index: DrugIndex | undefined;
  return (owner, reference) => {
    const target = reference?.reference;
    if (typeof target !== 'string') return undefined;
    if (target.startsWith('#')) {
      const contained = (owner as { contained?: readonly Resource[] }).contained;
      const id = target.slice(1);
      // Some EHRs write the hash of the reference into the id, where R4 has none.
      const found = Array.isArray(contained) && contained.find((r) => r?.id === id || r?.id === target);
      return found && namesDrug(found) ? found : undefined;
    }
    index ??= drugIndex(resources, fullUrlOf);
    const addressed = index.byUrl.size > 0 && index.byUrl.get(addressOf(target, fullUrlOf(owner)));
    if (addressed) return addressed;
    if (target.startsWith('urn:uuid:')) return index.byId.get(target.slice('urn:uuid:'.length));
    return index.byReference.get(typeAndId(target) ?? '');
  };
}

/** Of a relative reference the address beside that of the resource that bears it. */
function addressOf(reference: string, ownerUrl: string | undefined): string {
  const target = reference.split('/_history/')[0] ?? reference;
  const base = ownerUrl === undefined ? undefined : /^(https?:.*\/)[^/]+\/[^/]+$/.exec(ownerUrl)?.[1];
  return base === undefined || /^[a-z][a-z\d+.-]*:/i.test(target) ? target : `${base}${target}`;
}

interface DrugIndex {
  readonly byUrl: ReadonlyMap<string, Resource>;
  readonly byReference: ReadonlyMap<string, Resource>;
  readonly byId: ReadonlyMap<string, Resource>;
}

function drugIndex(resources: Iterable<Resource>, fullUrlOf: FullUrlOf): DrugIndex {
  const byUrl = new Map<string, Resource>();
  const byReference = new Map<string, Resource>();
  const byId = new Map<string, Resource>();
  for (const resource of resources) {
    if (!namesDrug(resource)) continue;
    const fullUrl = fullUrlOf(resource);
    if (fullUrl !== undefined) byUrl.set(fullUrl, resource);
    const { resourceType, id } = resource;
    const name = isId(id) ? `${resourceType}/${id}` : typeAndId(fullUrl);
    if (name !== undefined) byReference.set(name, resource);
    if (isId(id)) byId.set(id, resource);
  }
  return { byUrl, byReference, byId };
}

function namesDrug({ resourceType }: Resource): boolean {
  return (
    typeof resourceType === 'string' &&
    (resourceType.startsWith('Medication') || resourceType === 'Substance')
  );
}
