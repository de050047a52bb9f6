import type { AllergyIntolerance, CodeableConcept, ImmunizationRecommendation, Reference } from 'fhir/r4.js';
import { codingsOf } from '../fhir/codeable-concept.js';
import type { Resource } from '../fhir/resource.js';
import { type DrugReading, referredDrug } from './referred-drug.js';
import { suspectsOf } from './suspects.js';

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

/** Every concept that says what a resource is about, that of a drug it refers to among them. */
export function conceptsOf(resource: Resource, reading: DrugReading): readonly CodeableConcept[] {
  if (resource.resourceType === 'AdverseEvent') return suspectsOf(resource, reading);
  if (resource.resourceType === 'ImmunizationRecommendation') return recommendedBy(resource);
  const elements = resource as unknown as Readonly<Record<string, unknown>>;
  const concepts: CodeableConcept[] = [];
  for (const name of CODE_ELEMENTS[resource.resourceType] ?? []) {
    const element = elements[name];
    if (typeof element !== 'object' || element === null) continue;
    if (name === 'medicationReference') {
      concepts.push(...referredDrug(resource, element as Reference, reading));
    } else if (Array.isArray(element)) {
      concepts.push(...(element as readonly CodeableConcept[]));
    } else {
      concepts.push(element);
    }
  }
  if (resource.resourceType === 'AllergyIntolerance') concepts.push(...substancesOf(resource));
  return concepts;
}

/** "Allergy to drug" as the code, and which drug it was with the reaction. */
function substancesOf({ reaction }: AllergyIntolerance): readonly CodeableConcept[] {
  return Array.isArray(reaction) ? reaction.flatMap((r) => r?.substance ?? []) : [];
}

/** Forecast of a vaccine that is not to be given, or not again. */
const NOT_DUE = new Set(['contraindicated', 'complete', 'immune']);

function recommendedBy(resource: ImmunizationRecommendation): readonly CodeableConcept[] {
  const { recommendation } = resource;
  return (Array.isArray(recommendation) ? recommendation : [])
    .filter((r) => !codingsOf(r?.forecastStatus).some(({ code }) => NOT_DUE.has(code ?? '')))
    .flatMap((r) => (Array.isArray(r?.vaccineCode) ? r.vaccineCode : []));
}

/** The codings a resource is coded by, each with its system: tells two records of one thing. */
export function codingKeys(resource: Resource): readonly string[] {
  const elements = resource as unknown as Readonly<Record<string, unknown>>;
  return (CODE_ELEMENTS[resource.resourceType] ?? [])
    .flatMap((name) => (elements[name] ?? []) as CodeableConcept | readonly CodeableConcept[])
    .flatMap(codingsOf)
    .map(({ system, code }) => JSON.stringify([system, code]));
}
