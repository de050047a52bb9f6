import type { CodeableConcept, MedicationRequest, Reference } from 'fhir/r4.js';
import type { Resource } from '../request/hook-request.js';
import { codingsOf } from './codeable-concept.js';
import type { MedicationLookup } from './references.js';
import type { Terminology } from './terminology.js';

/** What a drug behind a reference is read with. */
export interface DrugReading {
  readonly terminology: Terminology;
  readonly medications: MedicationLookup;
}

/** What a reference to a drug says: the drug it leads to, and its own display. */
export function referredDrug(
  owner: Resource,
  reference: Reference,
  reading: DrugReading,
): readonly CodeableConcept[] {
  const drug = drugOf(reading.medications(owner, reference), reading);
  return typeof reference.display === 'string' ? [...drug, { text: reference.display }] : drug;
}

/** A code that nobody but its pharmacy knows is explained by the ingredients. */
function drugOf(found: Resource | undefined, reading: DrugReading): readonly CodeableConcept[] {
  if (found?.resourceType === 'Substance') return [found.code];
  if (found?.resourceType === 'Medication') {
    const { code, ingredient } = found;
    const isKnown = codingsOf(code).some(({ system }) => reading.terminology.isKnownSystem(system));
    const ingredients = isKnown || !Array.isArray(ingredient) ? [] : ingredient;
    return [...(code ? [code] : []), ...ingredients.flatMap((i) => i?.itemCodeableConcept ?? [])];
  }
  return found ? administeredDrug(found, reading) : [];
}

/** The drug of an administration or an order; one step further and no more, since references may run in a circle. */
function administeredDrug(found: Resource, reading: DrugReading): readonly CodeableConcept[] {
  const { medicationCodeableConcept: concept, medicationReference: reference } = found as MedicationRequest;
  const medication = reading.medications(found, reference);
  return [
    ...(concept ? [concept] : []),
    ...(medication?.resourceType === 'Medication' ? drugOf(medication, reading) : []),
  ];
}
