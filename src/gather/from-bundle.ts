import type { Bundle, CodeableConcept, Resource as FhirBase } from 'fhir/r4.js';
import { codingsOf } from '../fhir/codeable-concept.js';
import { type FullUrlOf, fullUrlsIn, NO_ENTRIES } from '../fhir/full-urls.js';
import { isAbout, refersTo } from '../fhir/references.js';
import { isResource, type Resource } from '../fhir/resource.js';

/**
 * Answers prefetch templates from a Bundle, as a FHIR server holding only that patient would: by
 * resource type and, where a template names codes, by code. For the command line, the stories and
 * the workbench, where there is a record and no server.
 */
export function prefetchFromBundle(
  bundle: Bundle,
  templates: Readonly<Record<string, string>>,
  patientId: string,
): Record<string, FhirBase | null> {
  const entries = Array.isArray(bundle.entry) ? [bundle.entry] : NO_ENTRIES;
  const resources = resourcesOf(bundle).filter(isAbout(patientId, () => entries));
  const fullUrlOf = fullUrlsIn(entries);
  return Object.fromEntries(
    Object.entries(templates).map(([key, template]) => [
      key,
      answer(template, resources, patientId, fullUrlOf),
    ]),
  );
}

/** The resources in a Bundle that nobody has validated: an entry that holds none is passed over. */
export function resourcesOf({ entry }: Bundle): readonly Resource[] {
  return listOf(entry).flatMap((one) => {
    const resource: unknown = one?.resource;
    return isResource(resource) ? [resource] : [];
  });
}

function listOf<T>(value: readonly T[] | undefined): readonly (T | null)[] {
  return Array.isArray(value) ? value : [];
}

/** The codes that a search is limited to. */
const CODES_ASKED = /(?:^|&)(?:code|type)=([^&]*)/;

function answer(
  template: string,
  resources: readonly Resource[],
  patientId: string,
  fullUrlOf: FullUrlOf,
): FhirBase | null {
  const [path = '', query = ''] = template.split('?', 2);
  const [type = ''] = path.split('/');
  const ofType = resources.filter(({ resourceType }) => resourceType === type);
  if (template.startsWith('Patient/'))
    return (ofType.find(({ id }) => id === patientId) as FhirBase | undefined) ?? null;
  const asked = CODES_ASKED.exec(query)?.[1];
  const codes = new Set(asked?.split(',').map((code) => code.split('|').at(-1)));
  const matches =
    codes.size === 0
      ? ofType
      : ofType.filter((resource) => codesOf(resource).some((code) => codes.has(code)));
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    entry: [
      ...matches.map((resource) => addressed(resource, fullUrlOf)),
      ...resources
        .filter((resource) => isNamedBy(type, resource, fullUrlOf))
        .map((resource) => ({ ...addressed(resource, fullUrlOf), search: { mode: 'include' } })),
    ],
  } as unknown as FhirBase;
}

/** A resource as an entry: its address stays where a reference could not do without it. */
export function addressed(resource: Resource, fullUrlOf: FullUrlOf): object {
  const fullUrl = fullUrlOf(resource);
  return fullUrl === undefined || refersTo(fullUrl, resource) ? { resource } : { fullUrl, resource };
}

/** What the records of a type name by reference comes along with them: their drugs, and a patient known by an address. */
function isNamedBy(type: string, resource: Resource, fullUrlOf: FullUrlOf): boolean {
  const { resourceType } = resource;
  if (resourceType === 'Medication') return type.startsWith('Medication');
  return resourceType === 'Patient' && 'fullUrl' in addressed(resource, fullUrlOf);
}

function codesOf(resource: Resource): readonly string[] {
  const { code, type, component } = resource as {
    readonly code?: CodeableConcept;
    readonly type?: CodeableConcept | readonly CodeableConcept[];
    readonly component?: readonly { readonly code?: CodeableConcept }[];
  };
  const concepts = [code, ...[type].flat(), ...listOf(component).map((one) => one?.code)];
  return concepts.flatMap((concept) => codingsOf(concept).flatMap((coding) => coding.code ?? []));
}
