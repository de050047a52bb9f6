import type { CodeableConcept, MedicationIngredient, MedicationRequest, Reference } from 'fhir/r4.js';
import { codingsOf } from '../fhir/codeable-concept.js';
import type { MedicationLookup } from '../fhir/references.js';
import type { Resource } from '../fhir/resource.js';
import type { Terminology } from './terminology.js';

/** What a drug behind a reference is read with. */
export interface DrugReading {
  readonly terminology: Terminology;
  readonly medications: MedicationLookup;
}

/** What a reference to a drug says: the drug it leads to, its own display, and the package it is identified by. */
export function referredDrug(
  owner: Resource,
  reference: Reference,
  reading: DrugReading,
): readonly CodeableConcept[] {
  const drug = drugOf(owner, reading.medications(owner, reference), reading);
  const { display, identifier } = reference;
  if (typeof display !== 'string' && typeof identifier?.value !== 'string') return drug;
  const { system, value } = identifier ?? {};
  return [
    ...drug,
    ...(typeof display === 'string' ? [{ text: display }] : []),
    // An NDC identifies a package as it codes it.
    ...(system !== undefined && value !== undefined ? [{ coding: [{ system, code: value }] }] : []),
  ];
}

/** A code that nobody but its pharmacy knows is explained by the ingredients. */
function drugOf(
  owner: Resource,
  found: Resource | undefined,
  reading: DrugReading,
): readonly CodeableConcept[] {
  if (found?.resourceType === 'Substance') return [found.code];
  if (found?.resourceType === 'Medication') {
    const { code, ingredient } = found;
    const isKnown = codingsOf(code).some(({ system }) => reading.terminology.isKnownSystem(system));
    const ingredients = isKnown || !Array.isArray(ingredient) ? [] : ingredient;
    return [...(code ? [code] : []), ...ingredients.flatMap((i) => ingredientOf(owner, found, i, reading))];
  }
  return found ? administeredDrug(found, reading) : [];
}

/** What is contained beside a Medication is contained in the resource that contains both. */
function ingredientOf(
  owner: Resource,
  medication: Resource,
  ingredient: MedicationIngredient | null,
  { medications }: DrugReading,
): readonly CodeableConcept[] {
  const { itemCodeableConcept, itemReference } = ingredient ?? {};
  if (itemCodeableConcept) return [itemCodeableConcept];
  if (!itemReference) return [];
  const found = medications(owner, itemReference) ?? medications(medication, itemReference);
  const isNamed = found?.resourceType === 'Substance' || found?.resourceType === 'Medication';
  return [
    ...(isNamed && found.code ? [found.code] : []),
    ...(typeof itemReference.display === 'string' ? [{ text: itemReference.display }] : []),
  ];
}

/** The drug of an administration or an order; one step further and no more, since references may run in a circle. */
function administeredDrug(found: Resource, reading: DrugReading): readonly CodeableConcept[] {
  const { medicationCodeableConcept: concept, medicationReference: reference } = found as MedicationRequest;
  const medication = reading.medications(found, reference);
  return [
    ...(concept ? [concept] : []),
    ...(medication?.resourceType === 'Medication' ? drugOf(found, medication, reading) : []),
  ];
}
