import type { CodeableConcept, ImmunizationRecommendation, Medication, Reference } from 'fhir/r4.js';
import type { Resource } from '../request/hook-request.js';
import type { MedicationLookup } from './references.js';
import { codingsOf, type Terminology, wordsOf } from './terminology.js';

/** A resource with what its code says: the value sets it belongs to and its words. */
export interface CodedResource {
  readonly resource: Resource;
  readonly sets: ReadonlySet<string>;
  /** A coding in a system we know: then its words are not used to guess the drug. */
  readonly hasKnownCode: boolean;
  readonly words: readonly string[];
}

/** The elements that say what a resource is about. Where R4 has a choice, every form of it. */
const CODE_ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  AllergyIntolerance: ['code'],
  Condition: ['code'],
  DiagnosticReport: ['code'],
  Encounter: ['type', 'reasonCode'],
  Immunization: ['vaccineCode'],
  MedicationAdministration: ['medicationCodeableConcept', 'medicationReference'],
  MedicationDispense: ['medicationCodeableConcept', 'medicationReference'],
  MedicationRequest: ['medicationCodeableConcept', 'medicationReference'],
  MedicationStatement: ['medicationCodeableConcept', 'medicationReference'],
  Procedure: ['code'],
  ServiceRequest: ['code'],
};

const NO_SETS: ReadonlySet<string> = new Set();

/** Reads the code of one resource; resources of types without a code element give no sets. */
export function codedResource(
  resource: Resource,
  terminology: Terminology,
  medications: MedicationLookup,
): CodedResource {
  const concepts = conceptsOf(resource, medications);
  let sets = NO_SETS;
  let hasKnownCode = false;
  for (const concept of concepts) {
    for (const coding of codingsOf(concept)) {
      const found = terminology.setsOf(coding);
      if (found.size > 0) sets = sets.size === 0 ? found : new Set([...sets, ...found]);
      hasKnownCode ||= terminology.isKnownSystem(coding.system);
    }
  }
  return { resource, sets, hasKnownCode, words: concepts.flatMap(wordsOf) };
}

/** The codings a resource is coded by, each as `system|code`: tells two records of one thing. */
export function codingKeys(resource: Resource): readonly string[] {
  const elements = resource as unknown as Readonly<Record<string, unknown>>;
  return (CODE_ELEMENTS[resource.resourceType] ?? [])
    .flatMap((name) => (elements[name] ?? []) as CodeableConcept | readonly CodeableConcept[])
    .flatMap(codingsOf)
    .map(({ system, code }) => `${system}|${code}`);
}

function conceptsOf(resource: Resource, medications: MedicationLookup): readonly CodeableConcept[] {
  if (resource.resourceType === 'AdverseEvent') return suspectsOf(resource, medications);
  if (resource.resourceType === 'ImmunizationRecommendation') return recommendedBy(resource);
  const elements = resource as unknown as Readonly<Record<string, unknown>>;
  return (CODE_ELEMENTS[resource.resourceType] ?? []).flatMap((name) => {
    const element = elements[name];
    if (typeof element !== 'object' || element === null) return [];
    if (name === 'medicationReference') return referredDrug(resource, element as Reference, medications);
    return (Array.isArray(element) ? element : [element]) as readonly CodeableConcept[];
  });
}

/** Forecast of a vaccine that is not to be given, or not again. */
const NOT_DUE = new Set(['contraindicated', 'complete', 'immune']);

function recommendedBy(resource: ImmunizationRecommendation): readonly CodeableConcept[] {
  const { recommendation } = resource;
  return (Array.isArray(recommendation) ? recommendation : [])
    .filter((r) => !codingsOf(r?.forecastStatus).some(({ code }) => NOT_DUE.has(code ?? '')))
    .flatMap((r) => (Array.isArray(r?.vaccineCode) ? r.vaccineCode : []));
}

/** What an adverse event is blamed on is a reference: read the drug behind it, or its display. */
function suspectsOf(event: Resource, medications: MedicationLookup): readonly CodeableConcept[] {
  const suspects = (event as { suspectEntity?: readonly { instance?: Reference }[] }).suspectEntity;
  if (!Array.isArray(suspects)) return [];
  return suspects.flatMap((s) => (s?.instance ? referredDrug(event, s.instance, medications) : []));
}

function referredDrug(
  owner: Resource,
  reference: Reference,
  medications: MedicationLookup,
): readonly CodeableConcept[] {
  const drug: Medication | undefined = medications(owner, reference);
  const ingredients = (drug?.ingredient ?? []).flatMap((i) => i.itemCodeableConcept ?? []);
  return [
    ...(drug?.code ? [drug.code] : []),
    ...(drug && !drug.code ? ingredients : []),
    ...(typeof reference.display === 'string' ? [{ text: reference.display }] : []),
  ];
}
